package dev.slipway.platform.configvar;

import java.util.Map;
import java.util.UUID;

/** The config vars that an app has from its add-ons. Users see them beside their own, and cannot change them. */
@FunctionalInterface
public interface AttachedVars {

    /** Name to value. */
    Map<String, String> of(UUID appId);
}
