package dev.slipway.platform.backing;

import java.util.function.Supplier;

/**
 * Where backing services are reached.
 *
 * @param host      name or address that stands in the URLs, the same for dynos and for everybody else; known once the dynos'
 *                  network is there
 * @param bind      address of the host on which ports are published, dotted IPv4
 * @param firstPort ports of the host are chosen from here
 * @param lastPort  to here, both included
 */
public record BackingSettings(Supplier<String> host, Supplier<String> bind, int firstPort, int lastPort) {

    /** @throws IllegalArgumentException if the ports are none */
    public BackingSettings {
        if (!isPort(firstPort) || !isPort(lastPort) || firstPort > lastPort) {
            throw new IllegalArgumentException("slipway.addons.ports must be a range within 1024-65535, not " + firstPort + "-"
                    + lastPort);
        }
    }

    /** Whether it is one that can be chosen at all. */
    static boolean isPort(int number) {
        return number >= 1024 && number <= 65_535;
    }
}
