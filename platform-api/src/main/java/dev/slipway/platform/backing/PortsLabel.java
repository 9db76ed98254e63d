package dev.slipway.platform.backing;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ports as a label of a container and its data has them, for when nobody else knows: {@code 5432=15000,5433=15001}, port of the
 * container and port of the host.
 */
final class PortsLabel {

    static final String NAME = "slipway.backing.ports";

    private PortsLabel() {}

    static String write(Map<Integer, Integer> ports) {
        return new TreeMap<>(ports).entrySet().stream().map(port -> port.getKey() + "=" + port.getValue())
                .collect(Collectors.joining(","));
    }

    /** @param label null or malformed counts as without ports */
    static Map<Integer, Integer> read(@Nullable String label) {
        if (label == null || !label.matches("(\\d{1,5}=\\d{1,5},?)+")) {
            return Map.of();
        }
        Map<Integer, Integer> ports = new HashMap<>();
        for (String port : label.split(",")) {
            String[] sides = port.split("=");
            if (ports.put(Integer.valueOf(sides[0]), Integer.valueOf(sides[1])) != null) {
                return Map.of();
            }
        }
        return ports;
    }
}
