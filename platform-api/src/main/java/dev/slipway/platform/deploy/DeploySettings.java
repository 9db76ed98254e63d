package dev.slipway.platform.deploy;

import java.time.Duration;

/**
 * @param bootTimeout how long a web dyno may take to accept connections; after it comes R10
 * @param drain       how long requests in flight may take to end before their dyno gets SIGTERM
 */
public record DeploySettings(Duration bootTimeout, Duration drain) {}
