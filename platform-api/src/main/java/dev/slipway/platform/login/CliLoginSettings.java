package dev.slipway.platform.login;

import java.time.Duration;

/** @param heartbeat how often a CLI that waits for a browser gets a byte; it gives up after a minute without one */
public record CliLoginSettings(Duration heartbeat) {}
