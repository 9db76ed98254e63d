package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSpecTests {
    private static final RuntimeSettings SETTINGS =
            new RuntimeSettings("net", "10.80.0.0/16", Duration.ofSeconds(1), 64, "slipway", Map.of());

    private static ServiceSpec spec(String name, Map<String, String> environment, String volume, Map<String, String> labels) {
        return new ServiceSpec(name, "image", Optional.of("5432:5432"), List.of("serve"), environment,
                List.of(new ServiceSpec.File("/run/password", "file-secret")), List.of(new ServiceSpec.Port(5432, "0.0.0.0", 20_000)),
                Optional.of(volume), new ServiceSpec.Limits(1 << 20, 0, 1024, 10), List.of(), Duration.ofSeconds(1), labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-db", "Db", "../db", "a b", "db\n", "a23456789012345678901234567890123456789012345678901x"})
    void aNameThatDockerOrAShellCouldTakeForSomethingElseIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> spec(name, Map.of(), "/data", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "/", "/../etc", "/data/..", "/a:b", "/a,b"})
    void aVolumeIsMountedAtAnAbsolutePath(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> spec("db", Map.of(), path, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"slipway.owner", "slipway.service", "slipway.service-port", "slipway.address", "slipway.dyno", ""})
    void theEnginesOwnLabelsCannotBeSet(String label) {
        assertThatIllegalArgumentException().isThrownBy(() -> spec("db", Map.of(), "/data", Map.of(label, "x")));
    }

    @Test
    void noSecretIsPrinted() {
        ServiceSpec spec = spec("db", Map.of("PASSWORD", "secret"), "/data", Map.of());

        assertThat(spec.toString() + spec.files()).contains("db", "/run/password").doesNotContain("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> spec("db", Map.of("PASSWORD", "secret\0"), "/data", Map.of()))
                .withMessageNotContaining("secret");
    }

    @Test
    void theFingerprintTellsSpecificationsApartAndIsTheSameInEveryProcess() {
        String one = ServiceLabels.fingerprint(spec("db", Map.of("A", "1", "B", "2"), "/data", Map.of()), SETTINGS);

        assertThat(one).isEqualTo("24c9612a8e2aa666861108ae1dbf63201aa85d3eeb5407e2439d533c3131f409");
        assertThat(ServiceLabels.fingerprint(spec("db", Map.of("A", "1, B=2"), "/data", Map.of()), SETTINGS)).isNotEqualTo(one);
        assertThat(ServiceLabels.fingerprint(spec("db", Map.of("A", "1", "B", "2"), "/other", Map.of()), SETTINGS)).isNotEqualTo(one);
    }
}
