package dev.slipway.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTests {

    @ParameterizedTest
    @CsvSource({
        "Ada@Example.ORG, ada@example.org",
        "'  ada@example.org ', ada@example.org",
        "o'brien+heroku@example.org, o'brien+heroku@example.org",
        "ada@localhost, ada@localhost",
        "jürgen@BÜCHER.example, jürgen@bücher.example",
        "ada@xn--bcher-kva.example, ada@bücher.example",
        "ada@ｕni.example, ada@uni.example",
        "ada@uni。example, ada@uni.example",
        "ju\u0308rgen@example.org, jürgen@example.org",
    })
    void anAddressHasOneSpelling(String typed, String expected) {
        assertThat(EmailAddress.read(typed)).contains(new EmailAddress(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "a", "a@", "@b", "a b@c.de", "a@b c.de", "a@b@c.de", "a@.de", "a@b..de", "a@-b.de", "a@b.de.", "a/b@c.de",
        "\"a b\"@c.de", "<a@c.de>", "a@c.de,b@c.de", "=1+1@c.de", "-x@c.de", "a\u0000@c.de", "a\u200b@c.de", "a@c\u202e.de", "\ud800@c.de",
        "$(touch x)@c.de", "a`id`;@c.de", "a@[127.0.0.1]", "a@b_c.de", "a..b@c.de", "a.@c.de"})
    void whatIsNoAddressIsNotRead(String typed) {
        assertThat(EmailAddress.read(typed)).isEmpty();
    }

    @Test
    void anAddressIsAtMostAsLongAsMailServersTake() {
        assertThat(EmailAddress.read("x".repeat(64) + "@example.org")).isPresent();
        assertThat(EmailAddress.read("x".repeat(65) + "@example.org")).isEmpty();
        assertThat(EmailAddress.read("x@" + "abcdefghi.".repeat(26) + "org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü", "\u0300\u0316", "\ufdfa"})
    @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
    void noAddressIsLongEnoughToKeepTheMachineBusy(String part) {
        assertThat(EmailAddress.read("a" + part.repeat(120_000) + "@b.c")).isEmpty();
        assertThat(EmailAddress.read("a@b" + part.repeat(120_000) + ".c")).isEmpty();
        assertThat(EmailAddress.read("a@" + part.repeat(120) + ".c")).isEmpty();
    }
}
