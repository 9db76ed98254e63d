package dev.slipway.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several processes may run integration tests on one machine at once, of one Maven or of several: what they would share,
 * networks and ports, carries a number that each has alone.
 */
public final class TestProcess {

    private static final int MOST = 6;
    /** Who listens at the port with a number has the number. It is held for as long as the process lives. */
    private static final int FIRST_CLAIM = 15_980;
    private static final int PORTS = 2_600;
    private static final int PORTS_OF_ADDONS = 50;

    /** Held here: a socket that nobody knows is closed by the garbage collector, and its number is somebody else's, too. */
    private static final ServerSocket CLAIM = claim();

    /** Of this process, from 1. */
    public static final int NUMBER = CLAIM.getLocalPort() - FIRST_CLAIM;

    /** Below what systems give to outgoing connections, one of which could otherwise take a port before it is used. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(16_000 + (NUMBER - 1) * PORTS);

    private TestProcess() {}

    /** Never closed. */
    private static ServerSocket claim() {
        for (int number = 1; number <= MOST; number++) {
            try {
                return new ServerSocket(FIRST_CLAIM + number, 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                // Another process has it: the next one.
            }
        }
        throw new IllegalStateException(MOST + " processes run integration tests already");
    }

    /** A port that nobody listens at, and that nobody else is given. */
    public static int freePort() {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket _ = new ServerSocket(port)) {
                return port;
            } catch (IOException e) {
                // Somebody has it: the next one.
            }
        }
    }

    /** Ports for the add-ons of one platform, as {@code slipway.addons.ports} takes them. */
    public static String addonPorts() {
        int first = NEXT_PORT.getAndAdd(PORTS_OF_ADDONS);
        return first + "-" + (first + PORTS_OF_ADDONS - 1);
    }
}
