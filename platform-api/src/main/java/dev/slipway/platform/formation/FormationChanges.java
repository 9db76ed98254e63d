package dev.slipway.platform.formation;

import dev.slipway.platform.app.App;

/** Brings the dynos in line with a changed formation; implemented by whoever runs dynos. */
@FunctionalInterface
public interface FormationChanges {

    /** Called after the change is stored; returns at once. */
    void scaled(App app);
}
