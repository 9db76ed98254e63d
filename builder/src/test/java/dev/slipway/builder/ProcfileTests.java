package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class ProcfileTests {

    @Test
    void everyLineIsAProcessTypeInTheOrderOfTheFile() {
        Procfile procfile = Procfile.parse("web: gunicorn app:app --log-file -\nclock_1:python clock.py\n");

        assertThat(procfile.processTypes())
                .containsExactly(entry("web", "gunicorn app:app --log-file -"), entry("clock_1", "python clock.py"));
        assertThat(procfile.problems()).isEmpty();
    }

    @Test
    void windowsLineEndingsTabsBlankLinesAndCommentsAreFine() {
        Procfile procfile = Procfile.parse("# processes\r\n\r\nweb:\tflask db upgrade; gunicorn microblog:app \r\n");

        assertThat(procfile.processTypes()).containsExactly(entry("web", "flask db upgrade; gunicorn microblog:app"));
        assertThat(procfile.problems()).isEmpty();
    }

    @Test
    void aLineThatIsNotUnderstoodIsReportedByItsNumberAndTheOthersStand() {
        Procfile procfile = Procfile.parse("web gunicorn app:app\nworker: x\nrelease:\nmy app: y\n");

        assertThat(procfile.processTypes()).containsOnlyKeys("worker");
        assertThat(procfile.problems()).hasSize(3);
        assertThat(procfile.problems().getFirst()).contains("line 1");
        assertThat(procfile.problems().get(1)).contains("line 3");
    }

    @Test
    void theLastOfTwoLinesForAProcessTypeCountsAndIsReported() {
        Procfile procfile = Procfile.parse("web: one\nweb: two\n");

        assertThat(procfile.processTypes()).containsExactly(entry("web", "two"));
        assertThat(procfile.problems()).singleElement().asString().contains("line 2").contains("web");
    }
}
