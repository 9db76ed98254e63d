package dev.slipway.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How dynos run on this installation.
 *
 * @param network       Docker network of all dynos; created if missing, with no traffic between its containers
 * @param subnet        its IPv4 subnet in CIDR form, for example {@code 10.80.0.0/16}; dynos get fixed addresses in it
 * @param stopGrace     time between SIGTERM and SIGKILL (Heroku: 30 s)
 * @param pidsLimit     most processes and threads in one dyno
 * @param owner         value of the label {@code slipway.owner}: the engine touches only containers that carry it, so
 *                      that two installations can share one Docker Engine; letters, digits, {@code _.-}
 * @param hosts         host names that every dyno knows besides those of its DNS, and their IPv4 addresses; the address
 *                      {@code gateway} is the host's in the dynos' network
 */
public record RuntimeSettings(String network, String subnet, Duration stopGrace, long pidsLimit, String owner,
                              Map<String, String> hosts) {
    private static final String GATEWAY = "gateway";

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    /** @throws IllegalArgumentException naming every setting that is wrong */
    public RuntimeSettings {
        List<String> mistakes = new ArrayList<>();
        if (!network.matches(NAME)) {
            mistakes.add("network '" + network + "' is not a Docker network name");
        }
        try {
            Subnet.parse(subnet);
        } catch (IllegalArgumentException e) {
            mistakes.add("subnet: " + e.getMessage());
        }
        if (stopGrace.isNegative()) {
            mistakes.add("stop-grace " + stopGrace + " is negative");
        }
        if (pidsLimit < 1) {
            mistakes.add("pids-limit " + pidsLimit + " is below 1");
        }
        if (!owner.matches(NAME)) {
            mistakes.add("owner '" + owner + "' is not made of letters, digits, _, . and -");
        }
        hosts.forEach((host, address) -> {
            if (!host.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
                    || !address.equals(GATEWAY) && !address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
                mistakes.add("hosts: '" + host + "' with '" + address + "' is not a host name with an IPv4 address or gateway");
            }
        });
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("runtime settings: " + String.join("; ", mistakes));
        }
        hosts = Map.copyOf(hosts);
    }

    /** The host's address in the dynos' network. */
    String gateway() {
        return Subnet.parse(subnet).address(1);
    }

    /** {@link #hosts()} as Docker wants them: {@code name:address}. */
    String[] extraHosts() {
        return hosts.entrySet().stream()
                .map(host -> host.getKey() + ":" + (host.getValue().equals(GATEWAY) ? gateway() : host.getValue()))
                .toArray(String[]::new);
    }
}
