package dev.slipway.platform.app;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** How much an app occupies; implemented by whoever stores repositories and slugs. */
public interface AppSizes {

    /** Bytes of its repository; 0 before the first push. */
    long repository(App app);

    /** Ids of apps to bytes of their current slugs; without those that were never built. */
    Map<UUID, Long> slugs(Collection<App> apps);
}
