package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.source.RemoteAddresses.ForbiddenAddressException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressesTests {

    private final RemoteAddresses strict = new RemoteAddresses(false, "10.80.0.0/16");
    private final RemoteAddresses lenient = new RemoteAddresses(true, "10.80.0.0/16");

    @ParameterizedTest
    @ValueSource(strings = {"140.82.121.4", "2606:50c0:8000::154", "11.0.0.1", "172.32.0.1", "100.128.0.1"})
    void publicOnesAreReached(String address) {
        assertThat(strict.allowed(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.81.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "fd00::1"})
    void privateOnesOnlyWhereThatIsWanted(String address) {
        assertThat(strict.allowed(InetAddress.ofLiteral(address))).isFalse();
        assertThat(lenient.allowed(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::", "0.0.0.0", "0.1.2.3", "169.254.169.254", "fe80::1", "224.0.0.1",
            "255.255.255.255", "10.80.0.1", "10.80.255.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"})
    void thePlatformsOwnNever(String address) {
        assertThat(lenient.allowed(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void aNameThatLeadsToNoneOfThemIsRefused() {
        assertThatThrownBy(() -> lenient.resolve("localhost")).isInstanceOf(ForbiddenAddressException.class);
    }
}
