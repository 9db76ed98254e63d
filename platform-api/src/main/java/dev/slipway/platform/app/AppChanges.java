package dev.slipway.platform.app;

/** What has to follow when an app changes; implemented by whoever runs apps. Called after the change is stored. */
public interface AppChanges {

    /** The app is new, or its name or maintenance mode changed: its route has to follow. */
    void changed(App app);

    /** The app is marked for removal and invisible: remove all that belongs to it, then call {@link Apps#forget}. */
    void removed(App app);
}
