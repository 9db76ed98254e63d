package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPoolTests {

    @Test
    void reservedAddressesAndTheSubnetsOwnAreNotGivenOut() {
        AddressPool pool = new AddressPool(Subnet.parse("10.80.0.0/29"));
        pool.reserve("10.80.0.1");
        pool.reserve("10.80.0.4");

        assertThat(IntStream.range(0, 5).mapToObj(_ -> pool.take().orElse("none")))
                .containsExactly("10.80.0.2", "10.80.0.3", "10.80.0.5", "10.80.0.6", "none");
    }

    @Test
    void aReleasedAddressIsTheLastToBeUsedAgain() {
        AddressPool pool = new AddressPool(Subnet.parse("10.80.0.0/29"));
        pool.release(pool.take().orElseThrow());

        assertThat(IntStream.range(0, 6).mapToObj(_ -> pool.take().orElseThrow())).endsWith("10.80.0.1");
    }

    @Test
    void aBridgeHasRoomForAThousand() {
        AddressPool pool = new AddressPool(Subnet.parse("10.80.0.0/16"));

        assertThat(IntStream.range(0, 1_000).mapToObj(_ -> pool.take().orElseThrow()).distinct()).hasSize(1_000)
                .contains("10.80.0.255", "10.80.1.0");
        assertThat(pool.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.80.0.0", "10.80.0.0/30", "10.80.0.0/7", "10.80.0.1/16", "10.80.256.0/24", "fd00::/64", ""})
    void aMalformedSubnetIsNamed(String cidr) {
        assertThatThrownBy(() -> Subnet.parse(cidr)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(cidr.split("/")[0]);
    }
}
