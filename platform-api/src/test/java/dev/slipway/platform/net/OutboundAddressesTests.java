package dev.slipway.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTests {

    /** With the networks of the default settings. */
    private final OutboundAddresses atHome = addresses("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
    private final OutboundAddresses everywhere = addresses("0.0.0.0/0", "::/0");
    private final OutboundAddresses inPublic = atHome.internetOnly();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "0", "2130706433", "127.1", "::1", "[::1]", "::",
        "169.254.169.254", "fe80::1", "fec0::1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "ff02::1",
        "fd00:ec2::254", "10.80.0.0", "10.80.0.2", "10.80.255.255", "localhost", "api.paas.example", "API.paas.example."})
    void whatListensForThePlatformOrATenantIsNeverReached(String host) {
        assertForbidden(everywhere, host);
        assertForbidden(atHome, host);
        assertForbidden(inPublic, host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "::ffff:0:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:1:2:3:4:80ff:fffe", "::8.8.8.8", "64:ff9b::808:808",
        "192.88.99.1"})
    void anIpv4AddressInsideOfAnotherIsNoWayIn(String host) {
        assertForbidden(everywhere, host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.79.255.255", "10.81.0.0", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1",
        "[fd00::1]"})
    void networksBesideTheInternetAreASettingsMatter(String host) throws Exception {
        assertThat(atHome.resolve(host)).containsExactly(InetAddress.getByName(host));
        assertForbidden(inPublic, host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "100::1",
        "2001:2::1", "2001:db8::1", "3fff::1", "5f00::1"})
    void otherSpecialPurposesAreNotTheInternet(String host) throws Exception {
        assertThat(everywhere.resolve(host)).hasSize(1);
        assertForbidden(atHome, host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.1", "93.184.216.34", "100.128.0.1", "126.255.255.255", "128.0.0.1",
        "172.32.0.1", "223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111", "2a00::1", "::ffff:1.1.1.1"})
    void theInternetIsOpen(String host) throws Exception {
        assertThat(inPublic.resolve(host)).hasSize(1);
        assertThat(atHome.resolve(host)).hasSize(1);
    }

    @Test
    void aNameThatDoesNotExistIsNotForbidden() {
        assertThatThrownBy(() -> atHome.resolve("nowhere.invalid")).isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.80.0.0", "10.80.0.0/33", "10.80.0.0/-1", "10.80.0.0/+8", "10.80.0.0/", "10.80.0.0/x", "/16", "",
        "10.80.0.0/16/16", "fc00::/129", "example.org/8", "localhost/8", "10/8", "172.16/12", "10.80.0.1/16"})
    void aMalformedSubnetIsRefused(String cidr) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse(cidr));
    }

    @Test
    void containersBesideDynosAreNotReached() throws Exception {
        Subnet containers = Subnet.parse("172.17.0.0/16");
        OutboundAddresses addresses = new OutboundAddresses(List.of(Subnet.parse("172.16.0.0/12")), List.of(), Set.of(),
                containers::contains);

        assertForbidden(addresses, "172.17.0.2");
        assertThat(addresses.resolve("172.18.0.2")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"172.17.0.1,16,172.17.0.0/16", "10.1.255.7,20,10.1.240.0/20", "192.168.1.1,32,192.168.1.1/32", "1.2.3.4,0,0.0.0.0/0",
        "fd00::1:2,64,fd00::/64", "fd00::ffff,127,fd00::fffe/127"})
    void aSubnetIsKnownByAnyOfItsAddresses(String address, int bits, String subnet) {
        assertThat(Subnet.of(InetAddress.ofLiteral(address), bits)).isEqualTo(Subnet.parse(subnet));
    }

    private static OutboundAddresses addresses(String... networks) {
        return new OutboundAddresses(Stream.of(networks).map(Subnet::parse).toList(), List.of(Subnet.parse("10.80.0.0/16")),
                Set.of("api.paas.example"));
    }

    private static void assertForbidden(OutboundAddresses addresses, String host) {
        assertThatThrownBy(() -> addresses.resolve(host)).isInstanceOf(ForbiddenAddressException.class).hasMessageContaining(host);
    }
}
