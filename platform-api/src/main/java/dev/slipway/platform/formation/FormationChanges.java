package dev.slipway.platform.formation;

import dev.slipway.platform.app.App;
import java.util.Set;

/** Brings the dynos in line with a changed formation; implemented by whoever runs dynos. */
@FunctionalInterface
public interface FormationChanges {

    /**
     * Called after the change is stored; returns at once.
     *
     * @param resized process types whose dyno size changed: their dynos have to be replaced
     */
    void scaled(App app, Set<String> resized);
}
