package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs dynos. Safe for use from any thread; calls for different dynos do not wait for each other. Keeps no state of its
 * own: after a restart {@link #start()} adopts the dynos that still run.
 *
 * <p>A dyno is of its app's formation, and kept running; or it is a one-off, run once. {@code launch} and {@code dynos} are
 * for the former, {@code run}, {@code attach} and {@code oneOffs} for the latter, {@code stop} is for both.
 *
 * <p>{@code launch}, {@code run}, {@code attach} and {@code stop} throw {@link IllegalStateException} before {@code start}
 * and after {@code close}, and {@link DynoEngineException} when the container engine fails or does not answer within two minutes. While it is
 * away, {@code dynos} answers with what was known last; when it is back, the listener hears of what changed. A container
 * that somebody stops behind the engine's back is started again within a minute or so; one that somebody removes is
 * {@link DynoState#DOWN}.
 */
public interface DynoEngine extends AutoCloseable {

    /**
     * An engine on one Docker Engine, from API 1.41 (20.10) to the newest. It reaches dynos by their addresses in the
     * network {@link RuntimeSettings#network()}, so its process must share the host's network.
     *
     * @param client as docker-java builds it. Its transport needs no response timeout (a dyno may be silent for days),
     *               and as many connections as there may be dynos, plus 50: each dyno's log is followed on one. The
     *               zerodep transport's defaults are right. It is not closed by the engine
     */
    static DynoEngine onDocker(DockerClient client, RuntimeSettings settings, DynoListener listener) {
        return new DockerDynoEngine(client, settings, listener);
    }

    /** As {@link #start(Function)}, with the adopted dynos' lines from now on. */
    default void start() {
        Instant now = Instant.now();
        start(_ -> now);
    }

    /**
     * Adopts running dynos, removes half-made ones and those whose client was attached to a platform that is gone, and
     * begins to watch. Waits for Docker if it does not answer yet.
     * {@link #dynos()} knows all adopted dynos when it returns; the listener is not told of them but of what changes
     * from then on.
     *
     * @param logsSince when an adopted dyno wrote the last line that is known already: lines that came later, also while
     *                  nobody watched, are delivered to the listener, as far as the bounded log on disk goes back.
     *                  {@link Instant#EPOCH} for all. Called from several threads
     * @throws DynoEngineException                        if the network exists but is made otherwise
     * @throws java.util.concurrent.CancellationException if interrupted while waiting; the interrupt stays set
     */
    void start(Function<Dyno, Instant> logsSince);

    /**
     * Launches a dyno and returns when it is up or has failed; then all that it wrote was delivered to the listener. Once
     * up, its process is started again whenever it ends, also while the platform is away, until {@link #stop}.
     *
     * @return {@link LaunchOutcome.Refused} also when it was stopped, or the engine closed, before it was up
     * @throws java.util.concurrent.CancellationException if interrupted: nothing of the dyno is left, and the interrupt
     *                                                    stays set
     */
    LaunchOutcome launch(DynoSpec spec);

    /**
     * SIGTERM to all its processes (before it SIGHUP, if a client is attached), the grace period, SIGKILL, then removes it;
     * returns when that is done and its last
     * lines were delivered. Safe to call twice, also at the same time; unknown ids are ignored. An interrupt makes it
     * return at once (and stays set) while the stop goes on. After a {@link DynoEngineException} the dyno may be running
     * or not; call again.
     */
    void stop(String dynoId);

    /**
     * Runs a one-off dyno that nobody is attached to: what it writes goes to the listener. Returns when its process has
     * started. It goes on while the platform is away.
     *
     * @return {@link LaunchOutcome.Up} also when its process has ended since; or {@link LaunchOutcome.Refused}
     */
    LaunchOutcome run(OneOffSpec spec);

    /**
     * Runs a one-off dyno for the client of the session that this returns. What it writes goes there, and not to the
     * listener. It ends with its client, and with the platform.
     *
     * @param terminal the client's; empty when it has none, and then there is an end of the input
     */
    AttachOutcome attach(OneOffSpec spec, Optional<Terminal> terminal);

    /**
     * Runs a command in a dyno that is there, beside its process and with its environment, for the client of the session
     * that this returns. The listener hears nothing of it.
     *
     * @param command     shell command line
     * @param environment variables beside those of the dyno
     */
    AttachOutcome attachInside(String dynoId, String command, Map<String, String> environment, Terminal terminal);

    /** All dynos of all apps' formations, as they are now, those that are being launched included. In no order. */
    List<Dyno> dynos();

    /** All one-off dynos of all apps, as they are now. In no order. */
    List<Dyno> oneOffs();

    /** The one-off dynos of one app, as they are now. In no order. */
    default List<Dyno> oneOffs(String app) {
        return oneOffs().stream().filter(dyno -> dyno.app().equals(app)).toList();
    }

    /** The dynos of one app's formation, as they are now. In no order. */
    default List<Dyno> dynos(String app) {
        return dynos().stream().filter(dyno -> dyno.app().equals(app)).toList();
    }

    /** The dyno with this id, as it is now; empty when there is none (any more). */
    default Optional<Dyno> find(String dynoId) {
        return dynos().stream().filter(dyno -> dyno.id().equals(dynoId)).findFirst();
    }

    /** What runs databases and the like in the dynos' network. The same object at every call. */
    ServiceEngine services();

    /**
     * The host's address in the dynos' network, dotted IPv4: what is published on all addresses of the host, dynos reach
     * there.
     */
    String gateway();

    /** Stops watching; dynos that were up go on running, launches under way are undone, attached clients are cut off. */
    @Override
    void close();
}
