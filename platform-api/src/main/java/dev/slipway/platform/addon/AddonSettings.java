package dev.slipway.platform.addon;

import java.time.Duration;

/**
 * @param patience how long who makes or removes an add-on waits for it, before it goes on behind; the CLI waits for 30 s
 */
public record AddonSettings(Duration patience) {}
