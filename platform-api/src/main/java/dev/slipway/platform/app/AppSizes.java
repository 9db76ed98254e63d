package dev.slipway.platform.app;

import org.jspecify.annotations.Nullable;

/** How much an app occupies; implemented by whoever stores repositories and slugs. */
public interface AppSizes {

    /** Bytes of its repository; 0 before the first push. */
    long repository(App app);

    /** Bytes of its current slug; null before the first build. */
    @Nullable Long slug(App app);
}
