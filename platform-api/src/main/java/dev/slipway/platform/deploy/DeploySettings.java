package dev.slipway.platform.deploy;

import java.time.Duration;

/**
 * @param bootTimeout how long a web dyno may take to accept connections; after it comes R10
 * @param drain       how long routers may take to move, and then requests in flight to end, before a dyno gets SIGTERM
 */
public record DeploySettings(Duration bootTimeout, Duration drain) {}
