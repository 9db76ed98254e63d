package dev.slipway.platform.route;

/** Tells whether a router's line is about an app that still exists. */
@FunctionalInterface
public interface RoutedApps {

    boolean exists(String appKey);
}
