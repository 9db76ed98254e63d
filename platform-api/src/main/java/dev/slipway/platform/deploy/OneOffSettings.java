package dev.slipway.platform.deploy;

import java.time.Duration;

/**
 * @param perApp       one-off dynos of one app at once, those that wait for their client included
 * @param timeLimit    how long a one-off may run
 * @param releaseLimit how long a release command may run
 */
public record OneOffSettings(int perApp, Duration timeLimit, Duration releaseLimit) {}
