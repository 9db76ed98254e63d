package dev.slipway.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.api.ApiException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"abc", "tsoha-visitors", "intense-falls-9163", "a23456789012345678901234567890"})
    void namesFromTheTutorialsAreTaken(String name) {
        assertThat(AppName.parse(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a234567890123456789012345678901", "Hello", "1abc", "abc-", "-abc", "a_b", "a.b", "a b",
            "abc\n", "$(id)", "héllo", "../etc", "abc\0"})
    void otherNamesAreRefusedAsHerokuDoes(String name) {
        assertThatThrownBy(() -> AppName.parse(name)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status()).isEqualTo(422);
            assertThat(e.getMessage()).startsWith("Name ");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "git", "www"})
    void hostnamesOfTheControlPlaneAreReserved(String name) {
        assertThatThrownBy(() -> AppName.parse(name)).hasMessageContaining("reserved");
    }

    @RepeatedTest(50)
    void randomNamesAreValid() {
        assertThat(new RandomNames().next().value()).matches("[a-z]+-[a-z]+-\\d{5}");
    }
}
