package dev.slipway.platform.addon;

import java.time.Duration;

/**
 * @param patience how long who makes or removes an add-on waits for it, before it goes on behind; the CLI waits for 30 s
 * @param most     how many add-ons an account or a team may have on all its apps together
 */
public record AddonSettings(Duration patience, int most) {}
