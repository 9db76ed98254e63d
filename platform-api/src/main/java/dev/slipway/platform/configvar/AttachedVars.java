package dev.slipway.platform.configvar;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The config vars that an app has from its add-ons. Users see them beside their own, and cannot change them. */
public interface AttachedVars {

    /** Name to value. */
    Map<String, String> of(UUID appId);

    /** The plans of these add-ons, for example {@code heroku-postgresql:mini}. */
    List<String> plans(UUID appId);
}
