package dev.slipway.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Asks whether anything accepts connections at an address. */
final class TcpProbe {
    /** A dyno is one bridge away: it accepts or refuses in less than a millisecond, unless the machine is overloaded. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private TcpProbe() {}

    static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
