package dev.slipway.platform.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.ObjectMapper;

/** Which ports backing services get, out of three. */
@PlatformTest
class BackingRecordsIT {

    private static final int FIRST = 2_000;
    private static final int LAST = 2_002;

    @Autowired
    private JdbcTemplate sql;
    @Autowired
    private Vault vault;
    @Autowired
    private ObjectMapper json;
    @Autowired
    private TransactionOperations transaction;

    private BackingRecords records;

    @BeforeEach
    void threePorts() {
        records = new BackingRecords(sql, vault, json, new BackingSettings(() -> "host", () -> "0.0.0.0", FIRST, LAST), Clock.systemUTC());
    }

    @AfterEach
    void forget() {
        sql.update("delete from backing_service where name like 'ports-%'");
    }

    private Map<Integer, Integer> note(String name, Map<Integer, Integer> former, Integer... ports) {
        return inTransaction(() -> records.note(new BackingDesign("ports-" + name, "image", List.of(), Map.of(), List.of(ports), "", 1, 0,
                1, List.of(), Duration.ofSeconds(1), Map.of()), former));
    }

    private Map<Integer, Integer> replace(String name, Integer... taken) {
        return inTransaction(() -> records.replace("ports-" + name, Set.of(taken)));
    }

    private <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(_ -> work.get());
    }

    @Test
    void eachPortHasItsOwnAndKeepsIt() {
        assertThat(note("a", Map.of(), 80, 81)).isEqualTo(Map.of(80, FIRST, 81, FIRST + 1));
        assertThat(note("b", Map.of(), 80)).isEqualTo(Map.of(80, LAST));
        assertThat(note("a", Map.of(), 80, 81)).isEqualTo(Map.of(80, FIRST, 81, FIRST + 1));
    }

    @Test
    void aFormerPortIsTakenAgainWhateverTheRangeIsNowUnlessItIsGivenAway() {
        assertThat(note("a", Map.of(80, 4_000, 81, LAST), 80, 81)).isEqualTo(Map.of(80, 4_000, 81, LAST));

        assertThat(note("b", Map.of(80, 4_000), 80)).isEqualTo(Map.of(80, FIRST));
        assertThat(note("c", Map.of(80, 99_999), 80)).isEqualTo(Map.of(80, FIRST + 1));
    }

    @Test
    void insteadOfAPortThatSomebodyElseHasAnyOtherIsTaken() {
        assertThat(note("a", Map.of(80, LAST), 80, 81)).isEqualTo(Map.of(80, LAST, 81, FIRST));

        assertThat(replace("a", LAST)).isEqualTo(Map.of(80, FIRST + 1, 81, FIRST));
        assertThatThrownBy(() -> replace("a", LAST, FIRST)).isInstanceOf(NoFreePortException.class);
    }

    @Test
    void whoGetsNoPortHearsWhatToDoAndNothingIsNoted() {
        note("a", Map.of(), 80, 81, 82);

        assertThatThrownBy(() -> note("b", Map.of(80, 4_000), 80, 81)).isInstanceOf(NoFreePortException.class)
                .hasMessageContaining("2000-2002 (slipway.addons.ports)");
        assertThat(records.design("ports-b")).isEmpty();
    }
}
