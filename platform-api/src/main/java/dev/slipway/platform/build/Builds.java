package dev.slipway.platform.build;

import dev.slipway.builder.BuildOutcome;
import dev.slipway.builder.BuildRequest;
import dev.slipway.builder.BuilderException;
import dev.slipway.builder.ImageBuilder;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.BuildResult.Built;
import dev.slipway.platform.build.BuildResult.Failed;
import dev.slipway.platform.build.SourceTree.Fetched;
import dev.slipway.platform.buildpack.Buildpack;
import dev.slipway.platform.buildpack.Buildpacks;
import dev.slipway.platform.configvar.ConfigVars;
import dev.slipway.platform.log.AppLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.util.FileSystemUtils;

/** Runs builds: each is a row from its first line to its last, whoever hangs up meanwhile. */
@Service
public class Builds {

    private static final Logger LOG = LoggerFactory.getLogger(Builds.class);
    /** As many releases can be rolled back to. */
    private static final int KEPT_SLUGS = 10;
    /** A younger row may be that of a build that is about to run. */
    private static final Duration SETTLE_AFTER = Duration.ofMinutes(2);
    private static final String CANCELLED = "The build was cancelled.";

    private final BuildRecords records;
    private final Slugs slugs;
    private final Buildpacks buildpacks;
    private final ConfigVars configVars;
    private final ImageBuilder builder;
    private final AppLogs logs;
    private final BuildSettings settings;
    private final BuildQueue queue;
    private final Clock clock;
    private final ConcurrentMap<UUID, RunningBuild> running = new ConcurrentHashMap<>();
    private volatile boolean recovered;

    Builds(BuildRecords records, Slugs slugs, Buildpacks buildpacks, ConfigVars configVars, ImageBuilder builder, AppLogs logs,
           BuildSettings settings, Clock clock) {
        this.records = records;
        this.slugs = slugs;
        this.buildpacks = buildpacks;
        this.configVars = configVars;
        this.builder = builder;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
        this.queue = new BuildQueue(settings.concurrent(), settings.waiting(), settings.waitingPerAccount());
    }

    /**
     * Begins a build: its row is there, and it counts as waiting.
     *
     * @param progress hears each line of output while it happens
     */
    public BuildAdmission begin(App app, Account by, BuildSource source, Consumer<String> progress) {
        return begin(app, by, source, buildpacks.of(app), progress);
    }

    /** @param wanted buildpacks of this build, instead of those that are set; empty to detect the language */
    BuildAdmission begin(App app, Account by, BuildSource source, List<Buildpack> wanted, Consumer<String> progress) {
        return switch (queue.enter(by.id())) {
            case BuildQueue.Full(String reason) -> new BuildAdmission.Refused(reason);
            case BuildQueue.Ticket ticket -> {
                try {
                    UUID id = records.begin(app, by, source, wanted);
                    RunningBuild build = new RunningBuild(this, id, app, by, source, wanted, ticket,
                            new BuildOutput(id, records, progress));
                    running.put(id, build);
                    yield new BuildAdmission.Admitted(build);
                } catch (RuntimeException e) {
                    ticket.close();
                    throw e;
                }
            }
        };
    }

    /** Waits for a free place and builds. Blocks until the build ended. */
    public BuildResult run(RunningBuild build) {
        FutureTask<BuildResult> steps = new FutureTask<>(() -> runSteps(build));
        if (!build.start(Thread.ofVirtual().name("build " + build.app().name()).unstarted(steps))) {
            return new Failed(CANCELLED);
        }
        try {
            return steps.get();
        } catch (InterruptedException e) {
            build.cancel();
            Thread.currentThread().interrupt();
            return new Failed("The platform is shutting down. Try again in a minute.");
        } catch (ExecutionException e) {
            if (build.cancelled()) {
                LOG.debug("build {} was interrupted", build.id(), e);
                return new Failed(CANCELLED);
            }
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            build.ticket().close();
        }
    }

    private BuildResult runSteps(RunningBuild build) throws IOException {
        Path scratch = settings.scratch().resolve(build.id().toString());
        try {
            build.ticket().await(place -> build.line("-----> Waiting for other builds to finish, you are number " + place
                    + " in the queue"));
            if (freeDisk() < settings.freeDiskBytes()) {
                return new Failed("The server's disk is nearly full, so nothing can be built. Tell your administrator: at least "
                        + settings.freeDiskBytes() / 1_000_000 + " MB must be free.");
            }
            Files.createDirectories(scratch);
            return switch (build.source().tree().fetch(scratch, build::line)) {
                case Fetched.Refused(String reason) -> new Failed(reason);
                case Fetched.Tree tree -> build(build, tree);
            };
        } catch (InterruptedException e) {
            return new Failed(CANCELLED);
        } finally {
            FileSystemUtils.deleteRecursively(scratch);
        }
    }

    private BuildResult build(RunningBuild build, Fetched.Tree tree) {
        App app = build.app();
        logs.api(app.key(), "Build started by user " + build.by().email());
        BuildOutcome outcome = builder.build(new BuildRequest(build.id().toString(), app.key(), tree.tar(),
                build.source().version(), configVars.environment(app.id()), reference(app, build.id()),
                build.buildpacks().stream().map(Buildpack::key).toList()), build::line);
        if (build.endWork()) {
            // The interrupt is answered by now.
            Thread.interrupted();
            if (outcome instanceof BuildOutcome.Built built) {
                builder.deleteImage(built.image());
            }
            return new Failed(CANCELLED);
        }
        return switch (outcome) {
            case BuildOutcome.Built built -> {
                logs.api(app.key(), "Build succeeded");
                yield new Built(records.built(build, built, tree.checksum()));
            }
            case BuildOutcome.NotDetected() -> failed(app, "Push rejected, failed to detect a language.");
            case BuildOutcome.Failed(String reason) -> failed(app, reason);
        };
    }

    private Failed failed(App app, String reason) {
        logs.api(app.key(), "Build failed -- check your build output");
        return new Failed(reason);
    }

    /**
     * Ends a build well. To be called in the transaction that makes the release, whose number the pusher gets to see.
     *
     * @return false if somebody cancelled it before; then there must be no release
     */
    public boolean succeed(RunningBuild build, Slug slug) {
        return records.succeed(build.id(), slug.id());
    }

    /** Notes which release a build led to. */
    public void released(RunningBuild build, UUID releaseId) {
        records.released(build.id(), releaseId);
    }

    /** See {@link RunningBuild#close}. */
    void end(RunningBuild build) {
        build.ticket().close();
        try {
            records.fail(build.id());
        } finally {
            close(build);
        }
    }

    private void close(RunningBuild build) {
        try {
            // First: who finds the build running no more reads what was saved.
            build.output().close();
        } finally {
            running.remove(build.id());
        }
    }

    /** The output of a build that is under way in this process. */
    Optional<BuildOutput> live(UUID id) {
        return Optional.ofNullable(running.get(id)).map(RunningBuild::output);
    }

    /**
     * Stops a build: its containers go, and its deploy ends.
     *
     * @throws ApiException 409 if it has ended
     */
    Build cancel(App app, Account by, UUID id) {
        Build build = records.require(app, id);
        if (!records.fail(id)) {
            throw ApiException.conflict("This build has ended already: it " + records.require(app, id).status() + ".");
        }
        Optional.ofNullable(running.get(id)).ifPresent(RunningBuild::cancel);
        logs.api(app.key(), "Build cancelled by user " + by.email());
        return records.require(app, build.id());
    }

    /** Stops all builds of an app. */
    public void cancelAll(App app) {
        running.values().stream().filter(build -> build.app().id().equals(app.id())).forEach(build -> {
            records.fail(build.id());
            build.cancel();
        });
    }

    /** At start: what a dead process left behind is marked and removed. */
    public void recover() {
        builder.start();
        records.failPending(Instant.now(clock), Set.of());
        recovered = true;
        try {
            FileSystemUtils.deleteRecursively(settings.scratch());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot empty " + settings.scratch(), e);
        }
    }

    /** Ends what could not be ended in its time, because the database was away. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void settle() {
        if (recovered) {
            records.failPending(Instant.now(clock).minus(SETTLE_AFTER), Set.copyOf(running.keySet()));
        }
    }

    /**
     * Gives another app a slug, as a row and an image reference of its own: it outlives the first app and its pruning.
     *
     * @throws BuilderException if the image is gone or Docker does not answer
     */
    public Slug copy(Slug slug, App to) {
        // The row first: an image without one would never be deleted.
        Slug copy = slugs.copy(slug, to.id(), reference(to, UUID.randomUUID()));
        try {
            builder.tagImage(slug.image(), copy.image());
        } catch (BuilderException e) {
            slugs.discard(copy.id());
            throw e;
        }
        return copy;
    }

    private String reference(App app, UUID id) {
        return settings.imageRepository() + "/" + app.key() + ":" + id;
    }

    /**
     * Deletes the images of all slugs but the newest few, so that the disk does not fill up push by push.
     *
     * @param used slugs that run or are about to, kept however old they are
     */
    public void prune(App app, Set<UUID> used) {
        slugs.of(app.id()).stream().skip(KEPT_SLUGS).filter(slug -> !slug.discarded() && !used.contains(slug.id()))
                .forEach(this::discard);
    }

    /** Deletes the image of a slug that nothing runs. */
    public void discard(Slug slug) {
        try {
            builder.deleteImage(slug.image());
            slugs.discard(slug.id());
        } catch (BuilderException e) {
            LOG.warn("An old image could not be deleted; the next push tries again", e);
        }
    }

    /** Forgets the dependencies that are kept between builds of this app. */
    void deleteCache(App app) {
        try {
            builder.deleteCache(app.key());
        } catch (BuilderException e) {
            throw ApiException.conflict("The build cache cannot be deleted while a build uses it. Try again afterwards.");
        }
    }

    /** Removes everything builds of this app left outside the database. */
    public void removeAll(App app) {
        slugs.of(app.id()).stream().filter(slug -> !slug.discarded()).forEach(slug -> builder.deleteImage(slug.image()));
        builder.deleteCache(app.key());
    }

    private long freeDisk() {
        try {
            return Files.getFileStore(settings.disk()).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot see how much disk is free at " + settings.disk(), e);
        }
    }
}
