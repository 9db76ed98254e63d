package dev.slipway.router;

/**
 * A dyno that takes requests.
 *
 * @param id   the dyno's unique id; two upstreams with one id are the same dyno
 * @param dyno the dyno's name, for example {@code web.1}
 * @param host IP address
 * @param port TCP port, 1 to 65535
 */
public record Upstream(String id, String dyno, String host, int port) {}
