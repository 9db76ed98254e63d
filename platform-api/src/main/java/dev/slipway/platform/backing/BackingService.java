package dev.slipway.platform.backing;

import java.util.Map;

/**
 * A backing service and where it is.
 *
 * @param address the container's own, dotted IPv4: for the platform itself, which reaches every port there
 * @param ports   port of the container to port of the host, which dynos and everybody else reach at {@link BackingServices#host}
 */
public record BackingService(String name, String address, Map<Integer, Integer> ports) {

    public BackingService {
        ports = Map.copyOf(ports);
    }

    /**
     * The port of the host.
     *
     * @throws IllegalArgumentException if the service does not listen on {@code containerPort}
     */
    public int publicPort(int containerPort) {
        Integer port = ports.get(containerPort);
        if (port == null) {
            throw new IllegalArgumentException(name + " does not listen on port " + containerPort);
        }
        return port;
    }
}
