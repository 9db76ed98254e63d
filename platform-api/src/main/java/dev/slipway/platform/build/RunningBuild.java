package dev.slipway.platform.build;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import dev.slipway.platform.buildpack.Buildpack;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A build from the moment its row is written until its deploy has ended. */
public final class RunningBuild implements AutoCloseable {

    private final Builds builds;
    private final UUID id;
    private final App app;
    private final Account by;
    private final BuildSource source;
    private final List<Buildpack> buildpacks;
    private final BuildQueue.Ticket ticket;
    private final BuildOutput output;
    private @Nullable Thread worker;
    private boolean cancelled;

    RunningBuild(Builds builds, UUID id, App app, Account by, BuildSource source, List<Buildpack> buildpacks,
                 BuildQueue.Ticket ticket, BuildOutput output) {
        this.builds = builds;
        this.id = id;
        this.app = app;
        this.by = by;
        this.source = source;
        this.buildpacks = buildpacks;
        this.ticket = ticket;
        this.output = output;
    }

    public UUID id() {
        return id;
    }

    public App app() {
        return app;
    }

    /** Who asked for it. */
    public Account by() {
        return by;
    }

    BuildSource source() {
        return source;
    }

    /** Those that were set; empty to detect the language. */
    List<Buildpack> buildpacks() {
        return buildpacks;
    }

    BuildQueue.Ticket ticket() {
        return ticket;
    }

    BuildOutput output() {
        return output;
    }

    /** Adds a line to the output, without its line break; the pusher, if there is one, sees it at once. */
    public void line(String line) {
        output.line(line);
    }

    /** Adds a line to the output that the pusher is told in another way. */
    public void note(String line) {
        output.note(line);
    }

    /** Begins the work on a thread that {@link #cancel} may interrupt; not at all if it was cancelled before. */
    synchronized boolean start(Thread thread) {
        if (!cancelled) {
            worker = thread;
            thread.start();
        }
        return !cancelled;
    }

    synchronized void cancel() {
        cancelled = true;
        if (worker != null) {
            worker.interrupt();
        }
    }

    /**
     * From now on {@link #cancel} does not interrupt any more, because what was made has to be noted.
     *
     * @return whether it was cancelled before
     */
    synchronized boolean endWork() {
        worker = null;
        return cancelled;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    /** Ends it: its output is complete, and what has not succeeded by now has failed. */
    @Override
    public void close() {
        builds.end(this);
    }
}
