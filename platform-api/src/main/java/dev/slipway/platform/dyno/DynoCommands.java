package dev.slipway.platform.dyno;

import dev.slipway.platform.app.App;
import dev.slipway.runtime.Dyno;
import java.util.List;

/** What a user can tell dynos to do; implemented by whoever runs them. */
public interface DynoCommands {

    /** The dynos of {@code app} that serve it now. */
    List<Dyno> of(App app);

    /** Replaces each of {@code dynos} by a fresh one of the same name, new before old. Returns at once. */
    void restart(App app, List<Dyno> dynos);
}
