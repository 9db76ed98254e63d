package dev.slipway.platform.dyno;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.runtime.Dyno;
import java.util.List;

/** What a user can have run beside the formation, or inside it; implemented by whoever runs dynos. */
public interface OneOffCommands {

    /**
     * A one-off whose client has yet to come.
     *
     * @param rendezvous what its client has to say first, a secret
     */
    record Awaited(SizedDyno oneOff, String rendezvous) {}

    /** The one-offs of {@code app}: those that wait for their client, and those that run. */
    List<SizedDyno> of(App app);

    /**
     * Runs a one-off dyno whose output goes to the app's log.
     *
     * @throws ApiException 422 if the app has no code yet, or runs as many as it may; 503 if it could not be started
     */
    SizedDyno run(App app, Account by, RunRequest request);

    /**
     * Prepares a one-off dyno that starts when its client comes.
     *
     * @throws ApiException 422 if the app has no code yet, or runs as many as it may
     */
    Awaited attach(App app, Account by, RunRequest request);

    /** Prepares a command in a dyno that is there, for a client that is about to come. */
    Awaited attachInside(App app, Account by, Dyno dyno, RunRequest request);

    /** Begins to stop a one-off; one that waits for its client is not run any more. Safe to call twice. */
    void stop(App app, SizedDyno oneOff);
}
