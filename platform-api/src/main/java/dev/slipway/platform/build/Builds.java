package dev.slipway.platform.build;

import dev.slipway.builder.BuildOutcome;
import dev.slipway.builder.BuildRequest;
import dev.slipway.builder.BuilderException;
import dev.slipway.builder.ImageBuilder;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.BuildResult.Built;
import dev.slipway.platform.build.BuildResult.Failed;
import dev.slipway.platform.configvar.ConfigVars;
import dev.slipway.platform.log.AppLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Runs builds: each is a row from its first line to its last, whoever hangs up meanwhile. */
@Service
public class Builds {

    private static final Logger LOG = LoggerFactory.getLogger(Builds.class);
    /** As many releases can be rolled back to. */
    private static final int KEPT_SLUGS = 10;

    private final BuildRecords records;
    private final Slugs slugs;
    private final ConfigVars configVars;
    private final ImageBuilder builder;
    private final AppLogs logs;
    private final BuildSettings settings;
    private final BuildQueue queue;
    private final Clock clock;

    Builds(BuildRecords records, Slugs slugs, ConfigVars configVars, ImageBuilder builder, AppLogs logs,
           BuildSettings settings, Clock clock) {
        this.records = records;
        this.slugs = slugs;
        this.configVars = configVars;
        this.builder = builder;
        this.logs = logs;
        this.settings = settings;
        this.queue = new BuildQueue(settings.concurrent(), settings.waiting());
        this.clock = clock;
    }

    /**
     * Builds {@code sourceTar}, waiting for a free place if need be. Blocks until the build ended.
     *
     * @param progress hears each line of output while it happens
     */
    public BuildResult run(App app, Account by, String commit, Path sourceTar, Consumer<String> progress) {
        try {
            if (!queue.enter(place -> progress.accept("-----> Waiting for other builds to finish, you are number " + place
                    + " in the queue"))) {
                return new Failed("Too many builds are waiting already. Push again in a few minutes.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed("The platform is shutting down. Push again in a minute.");
        }
        try {
            return freeDisk() < settings.freeDiskBytes() ? new Failed("The server's disk is nearly full, so nothing can be "
                    + "built. Tell your administrator: at least " + settings.freeDiskBytes() / 1_000_000
                    + " MB must be free.") : build(app, by, commit, sourceTar, progress);
        } finally {
            queue.leave();
        }
    }

    private BuildResult build(App app, Account by, String commit, Path sourceTar, Consumer<String> progress) {
        UUID id = records.begin(app, by, commit);
        logs.api(app.key(), "Build started by user " + by.email());
        BuildOutput output = new BuildOutput(id, records, progress);
        BuildOutcome outcome;
        try {
            outcome = builder.build(new BuildRequest(id.toString(), app.key(), sourceTar, commit, configVars.of(app.id()),
                    reference(app, id)), output::line);
        } catch (RuntimeException e) {
            records.failed(id, output.text());
            throw e;
        }
        return switch (outcome) {
            case BuildOutcome.Built built -> {
                logs.api(app.key(), "Build succeeded");
                yield new Built(id, records.succeeded(id, output.text(), built));
            }
            case BuildOutcome.NotDetected() -> failed(app, id, output, "Push rejected, failed to detect a language.");
            case BuildOutcome.Failed(String reason) -> failed(app, id, output, reason);
        };
    }

    private Failed failed(App app, UUID id, BuildOutput output, String reason) {
        records.failed(id, output.text());
        logs.api(app.key(), "Build failed -- check your build output");
        return new Failed(reason);
    }

    /** Notes which release a build led to. */
    public void released(UUID buildId, UUID releaseId) {
        records.released(buildId, releaseId);
    }

    /** At start: what a dead process left behind is marked and removed. */
    public void recover() {
        builder.start();
        records.failPending(Instant.now(clock));
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
     * @param current slug that runs, kept however old it is
     */
    public void prune(App app, UUID current) {
        slugs.of(app.id()).stream().skip(KEPT_SLUGS).filter(slug -> !slug.discarded() && !slug.id().equals(current))
                .forEach(this::discard);
    }

    private void discard(Slug slug) {
        try {
            builder.deleteImage(slug.image());
            slugs.discard(slug.id());
        } catch (BuilderException e) {
            LOG.warn("An old image could not be deleted; the next push tries again", e);
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
