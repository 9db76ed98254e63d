package dev.slipway.platform.deploy;

/** Published when a dyno of the app came into another state, so that its route can follow. */
record DynoChanged(String appKey) {}
