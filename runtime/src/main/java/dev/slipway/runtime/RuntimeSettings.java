package dev.slipway.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How dynos run on this installation.
 *
 * @param network       Docker network of all dynos; created if missing, with no traffic between its containers
 * @param subnet        its IPv4 subnet in CIDR form, for example {@code 10.80.0.0/16}; dynos get fixed addresses in it
 * @param stopGrace     time between SIGTERM and SIGKILL (Heroku: 30 s)
 * @param pidsLimit     most processes and threads in one dyno
 * @param owner         value of the label {@code slipway.owner}: the engine touches only containers that carry it, so
 *                      that two installations can share one Docker Engine
 */
public record RuntimeSettings(String network, String subnet, Duration stopGrace, long pidsLimit, String owner) {

    /** @throws IllegalArgumentException naming every setting that is wrong */
    public RuntimeSettings {
        List<String> mistakes = new ArrayList<>();
        if (!network.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
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
        if (owner.isBlank()) {
            mistakes.add("owner is empty");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("runtime settings: " + String.join("; ", mistakes));
        }
    }
}
