package dev.slipway.platform;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Maven runs integration tests in several processes at once: what they share with each other carries the number. */
public final class TestProcess {

    /** Of this process, from 1. */
    public static final int NUMBER = Integer.getInteger("test.process", 1);

    private static final int PORTS = 8_000;
    private static final int PORTS_OF_ADDONS = 100;
    /** Below what systems give to outgoing connections, one of which could otherwise take a port before it is used. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(16_000 + (NUMBER - 1) * PORTS);

    private TestProcess() {}

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
