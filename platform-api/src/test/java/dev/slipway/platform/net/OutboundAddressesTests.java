package dev.slipway.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTests {

    private final OutboundAddresses atHome = new OutboundAddresses(true, List.of("10.80.0.0/16"), Set.of("api.paas.example"));
    private final OutboundAddresses inPublic = new OutboundAddresses(false, List.of(), Set.of());

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "0", "2130706433", "127.1", "::1", "::", "::ffff:127.0.0.1",
        "::ffff:7f00:1", "::127.0.0.1", "169.254.169.254", "fe80::1", "224.0.0.1", "255.255.255.255", "ff02::1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "10.80.0.2", "10.80.255.255", "localhost", "api.paas.example", "API.paas.example."})
    void whatListensForThePlatformOrATenantIsNeverReached(String host) {
        assertThatThrownBy(() -> atHome.resolve(host)).isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.81.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd00::1"})
    void privateNetworksAreASettingsMatter(String host) throws Exception {
        assertThat(atHome.resolve(host)).containsExactly(InetAddress.getByName(host));
        assertThatThrownBy(() -> inPublic.resolve(host)).isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "172.32.0.1", "9.255.255.255", "11.0.0.1", "2a00::1", "126.255.255.255", "128.0.0.1"})
    void theRestOfTheWorldIsOpen(String host) throws Exception {
        assertThat(inPublic.resolve(host)).hasSize(1);
    }

    @Test
    void aNameThatDoesNotExistIsNotForbidden() {
        assertThatThrownBy(() -> atHome.resolve("nowhere.invalid")).isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.80.0.0", "10.80.0.0/33", "10.80.0.0/-1", "10.80.0.0/", "/16", "example.org/8", ""})
    void aMalformedSubnetIsRefused(String cidr) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse(cidr));
    }
}
