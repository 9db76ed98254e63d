package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import java.util.List;

/**
 * Runs dynos. Safe for use from any thread. Keeps no state of its own: after a restart {@link #start()} adopts the dynos
 * that still run, by their labels.
 */
public interface DynoEngine extends AutoCloseable {

    /** An engine on one Docker Engine, from API 1.41 (20.10) to the newest. */
    static DynoEngine onDocker(DockerClient client, RuntimeSettings settings, DynoListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Adopts running dynos, removes half-made ones, and begins to watch. Waits for Docker if it does not answer yet. */
    void start();

    /** Launches a dyno and returns when it is up or has failed. Interruptible: then nothing of it is left. */
    LaunchOutcome launch(DynoSpec spec);

    /** SIGTERM, the grace period, SIGKILL, then removes it. Safe to call twice; unknown ids are ignored. */
    void stop(String dynoId);

    /** All dynos of all apps, as they are now. */
    List<Dyno> dynos();

    /** The dynos of one app, as they are now. */
    List<Dyno> dynos(String app);

    /** Stops watching; dynos go on running. */
    @Override
    void close();
}
