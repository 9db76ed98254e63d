package dev.slipway.runtime;

import java.time.Duration;

/**
 * @param network       Docker network of all dynos; created if missing, with no traffic between its containers
 * @param subnet        its IPv4 subnet in CIDR form, for example {@code 10.80.0.0/16}; dynos get fixed addresses in it
 * @param stopGrace     time between SIGTERM and SIGKILL (Heroku: 30 s)
 * @param pidsLimit     most processes and threads in one dyno
 * @param owner         value of the label {@code slipway.owner}: the engine touches only containers that carry it, so
 *                      that two installations can share one Docker Engine
 */
public record RuntimeSettings(String network, String subnet, Duration stopGrace, long pidsLimit, String owner) {}
