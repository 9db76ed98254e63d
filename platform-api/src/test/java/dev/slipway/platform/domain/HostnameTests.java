package dev.slipway.platform.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.api.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostnameTests {

    @ParameterizedTest
    @CsvSource({"www.example.org, www.example.org", "WWW.Example.ORG., www.example.org", "*.example.org, *.example.org",
        "bücher.example, xn--bcher-kva.example", "BÜCHER.example, xn--bcher-kva.example", "*.öl.de, *.xn--l-0ga.de",
        "a-b.c9.io, a-b.c9.io", "1.2.3.example.org, 1.2.3.example.org"})
    void whatPeopleTypeBecomesWhatBrowsersSend(String typed, String hostname) {
        assertThat(Hostname.parse(typed).value()).isEqualTo(hostname);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "example", "localhost", "shop.localhost", "*.localhost", "*.org", "*", "*.*.example.org",
        "a.*.example.org", "10.0.0.1", "::1", "[::1]", "1.2.3.4.5", "http://www.example.org", "www.example.org/path",
        "www.example.org:8080", "-a.example.org", "a-.example.org", "a..example.org", ".example.org", "a_b.example.org",
        "a b.example.org", "a\n.example.org", "a\0.example.org", "$(id).example.org", "x@example.org", "www.example.org.."})
    void whatNoBrowserWouldAskForIsRefusedWithASentence(String typed) {
        assertThatThrownBy(() -> Hostname.parse(typed)).isInstanceOfSatisfying(ApiException.class,
                e -> assertThat(e.status()).isEqualTo(422));
    }

    @Test
    void lengthsAreLimited() {
        String label = "a".repeat(63);
        assertThat(Hostname.parse(label + ".example.org").value()).hasSize(75);
        assertThatThrownBy(() -> Hostname.parse("a" + label + ".example.org")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> Hostname.parse((label + ".").repeat(4) + "org")).isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü.", "ü", "\u0300\u0316", "\ufdfa"})
    @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
    void noHostnameIsLongEnoughToKeepTheMachineBusy(String part) {
        assertThatThrownBy(() -> Hostname.parse("a" + part.repeat(120_000) + ".org")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> Hostname.parse("a" + part.repeat(120) + ".org")).isInstanceOf(ApiException.class);
    }

    @Test
    void aWildcardCoversExactlyOneLabel() {
        Hostname wildcard = Hostname.parse("*.example.org");

        assertThat(wildcard.covers("www.example.org")).isTrue();
        assertThat(wildcard.covers("example.org")).isFalse();
        assertThat(wildcard.covers("a.www.example.org")).isFalse();
        assertThat(Hostname.parse("www.example.org").wildcard()).isEqualTo("*.example.org");
    }
}
