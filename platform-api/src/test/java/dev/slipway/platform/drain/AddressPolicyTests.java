package dev.slipway.platform.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTests {

    private static final Network DYNOS = Network.parse("10.80.0.0/16");

    /** With the defaults. */
    private final AddressPolicy policy = new AddressPolicy(Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
            .map(Network::parse).toList(), DYNOS);
    private final AddressPolicy internetOnly = new AddressPolicy(List.of(), DYNOS);

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111"})
    void theInternetIsAllowed(String address) {
        assertThat(policy.allows(InetAddress.ofLiteral(address))).isTrue();
        assertThat(internetOnly.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.31.255.254", "192.168.254.254", "fd12::1"})
    void privateNetworksAreAllowedIfListed(String address) {
        assertThat(policy.allows(InetAddress.ofLiteral(address))).isTrue();
        assertThat(internetOnly.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0.0.0.0", "::", "169.254.169.254", "fe80::1", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
        "2002:7f00:1::", "10.80.3.4", "198.18.0.1"})
    void whatIsNotTheInternetIsRefused(String address) {
        assertThat(policy.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void thisMachineIsRefusedUnderAllItsAddresses() throws Exception {
        List<InetAddress> own = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();

        assertThat(own).isNotEmpty().noneMatch(policy::allows);
    }

    @Test
    void aNameThatLeadsToThisMachineIsRefused() {
        assertThatThrownBy(() -> policy.resolve("localhost")).isInstanceOf(ForbiddenAddressException.class)
                .hasMessageContaining("localhost");
        assertThatThrownBy(() -> policy.resolve("2130706433")).isInstanceOf(java.net.UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/x", "localhost/8", "10.0.0.0/-1", "fc00::/129"})
    void whatIsNoNetworkIsRefused(String cidr) {
        assertThatThrownBy(() -> Network.parse(cidr)).isInstanceOf(IllegalArgumentException.class);
    }
}
