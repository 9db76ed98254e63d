package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListeningSocketsTests {
    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n";
    private static final String DOCKER_DNS = "   0: 0B00007F:902B 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n";
    private static final String LOOPBACK_5000 = "   1: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n";
    private static final String ANY_8080 = "   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n";
    private static final String CONNECTED = "   3: 0200500A:1388 0300500A:0050 01 00000000:00000000 00:00000000 00000000\n";
    private static final String ANY_V6_8080 =
            "   4: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0\n";

    @Test
    void aLoopbackAddressIsNamed() {
        assertThat(ListeningSockets.hint(HEAD + DOCKER_DNS + LOOPBACK_5000, 12_345))
                .isEqualTo("it listens on 127.0.0.1:5000; make it listen on 0.0.0.0:$PORT (PORT was 12345)");
    }

    @Test
    void theSocketOnTheRightPortTellsMore() {
        assertThat(ListeningSockets.hint(HEAD + ANY_8080 + LOOPBACK_5000, 5_000)).startsWith("it listens on 127.0.0.1:5000;");
    }

    @Test
    void ipv6AddressesAreNamed() {
        assertThat(ListeningSockets.hint(HEAD + HEAD + ANY_V6_8080, 5_000)).startsWith("it listens on [0:0:0:0:0:0:0:0]:8080;");
    }

    @Test
    void whereNothingListensThereIsNoHint() {
        assertThat(ListeningSockets.hint(HEAD + DOCKER_DNS + CONNECTED + HEAD, 5_000)).isEmpty();
        assertThat(ListeningSockets.hint("cat: not found", 5_000)).isEmpty();
    }
}
