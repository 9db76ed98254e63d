package dev.slipway.platform.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusReportTests {

    private static final String ADDED = "; echo \"\uFFFF heroku-command-exit-status: $?\"";

    @Test
    void theClisAdditionIsTakenOff() {
        assertThat(StatusReport.of("rake db:migrate " + ADDED)).isEqualTo(new StatusReport("rake db:migrate", true));
        assertThat(StatusReport.of("exit 3" + ADDED)).isEqualTo(new StatusReport("exit 3", true));
    }

    @Test
    void otherCommandsStayAsTheyAre() {
        assertThat(StatusReport.of("echo \"$?\" ")).isEqualTo(new StatusReport("echo \"$?\" ", false));
        assertThat(StatusReport.of("a" + ADDED + " b")).isEqualTo(new StatusReport("a" + ADDED + " b", false));
    }
}
