package dev.slipway.platform.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.MissingNode;

/** What can be said of the document without a run of the suite. */
class CompatibilityDocumentTests {

    private static final Checklist CHECKLIST = Checklist.read();

    @ParameterizedTest
    @CsvSource({
        "/postgres/v0/databases/postgresql-rough-88372/credentials/analyst, /postgres/v0/databases/{name}/credentials/analyst",
        "/redis/v0/databases/redis-ancient-66563, /redis/v0/databases/{name}",
        "/addons/postgresql-rough-88372/config, /addons/{name}/config",
        "/client/v11/databases/01234567-89ab-cdef-0123-456789abcdef/reset, /client/v11/databases/{id}/reset",
        "/client/v11/apps/v8-pg-backups-url/transfers/1, /client/v11/apps/{name}/transfers/1"})
    void namesOfOneRunAreNotWritten(String path, String written) {
        Exchange exchange = new Exchange("GET", path, 200, true, MissingNode.getInstance());

        assertThat(CompatibilityDocument.endpoint(exchange)).isEqualTo("GET " + written);
    }

    @Test
    void everyFailureInItHasAReasonAndEveryOtherCommandPasses() throws IOException {
        assertThat(Marks.in(CompatibilityDocument.written()).differencesFrom(Marks.expectedBy(CHECKLIST), CHECKLIST)).isEmpty();
    }

    @Test
    void aFailureWithoutAReasonIsNotAsExpected() {
        Marks marks = Marks.in("| pg | `pg:psql` ★ | ✗ | ✓ | ✓ |");

        assertThat(marks.differencesFrom(Marks.expectedBy(CHECKLIST), CHECKLIST)).contains("pg:psql with CLI 11.10.0 is ✗ instead of ✓")
                .noneMatch(difference -> difference.startsWith("pg:psql with CLI 10.17.0"));
    }

    @Test
    void aRunOfSomeRowsKeepsTheMarksOfTheOthers() {
        Marks before = Marks.in("| pg | `pg:psql` ★ | ✗ | ✗ | ✓ |\n| pg | `pg:wait` | ✗ | ✓ | ✓ |\n| pg | `pg:reset` | ✓ | ✓ | ✓ |");

        Marks after = before.updatedBy(CHECKLIST, List.of(outcome("pg-psql-command", CliVersion.V11, ""),
                outcome("pg-psql-command", CliVersion.V8, "exit status 1"), outcome("pg-wait", CliVersion.V11, "")));

        assertThat(after.of("pg:psql", CliVersion.V11)).as("one of its rows").isEqualTo(Marks.FAILS);
        assertThat(after.of("pg:psql", CliVersion.V10)).isEqualTo(Marks.FAILS);
        assertThat(after.of("pg:psql", CliVersion.V8)).isEqualTo(Marks.FAILS);
        assertThat(after.of("pg:wait", CliVersion.V11)).as("its only row").isEqualTo(Marks.PASSES);
        assertThat(after.of("pg:reset", CliVersion.V11)).isEqualTo(Marks.PASSES);
    }

    private static Outcome outcome(String id, CliVersion version, String failure) {
        Row row = CHECKLIST.rows().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        return new Outcome(row, version, failure, List.of(), List.of());
    }
}
