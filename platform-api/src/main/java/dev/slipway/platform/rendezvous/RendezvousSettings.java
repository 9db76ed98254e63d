package dev.slipway.platform.rendezvous;

import java.time.Duration;

/**
 * @param port     on 127.0.0.1, where routers bring clients; 0 picks a free one
 * @param patience how long a client may take to come
 * @param idle     without a byte in either direction, after which a client is taken for gone
 */
public record RendezvousSettings(int port, Duration patience, Duration idle) {}
