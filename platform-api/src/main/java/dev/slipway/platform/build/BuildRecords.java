package dev.slipway.platform.build;

import dev.slipway.builder.BuildOutcome;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.buildpack.Buildpack;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of builds and slugs; each method is one transaction, so that no build holds one while it runs. A build ends
 * once: of those who want to end it, the first one does.
 */
@Service
class BuildRecords {

    private static final int LISTED = 100;
    private static final int KEPT_OUTPUTS = 50;
    /** The largest output that is allowed, twice, by default; most apps never come near. */
    private static final long KEPT_OUTPUT_BYTES = 40_000_000;

    private final BuildRepository builds;
    private final BuildOutputRepository outputs;
    private final SlugRepository slugs;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    BuildRecords(BuildRepository builds, BuildOutputRepository outputs, SlugRepository slugs, ApplicationEventPublisher events,
                 Clock clock) {
        this.builds = builds;
        this.outputs = outputs;
        this.slugs = slugs;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    UUID begin(App app, Account by, BuildSource source, List<Buildpack> buildpacks) {
        BuildEntity build = new BuildEntity();
        build.appId = app.id();
        build.accountId = by.id();
        build.version = source.version();
        build.sourceChecksum = source.checksum();
        build.sourceUrl = source.url();
        build.versionDescription = source.versionDescription();
        build.buildpacks = new ArrayList<>(buildpacks);
        build.createdAt = Instant.now(clock);
        build.updatedAt = build.createdAt;
        builds.saveAndFlush(build);
        outputs.prune(app.id(), KEPT_OUTPUTS, KEPT_OUTPUT_BYTES);
        write(build.id, "");
        events.publishEvent(AppEvent.created(app.id(), "build", build.toBuild()).by(by));
        return build.id;
    }

    @Transactional
    void output(UUID id, String text) {
        write(id, text);
    }

    /** Stores what a build made. The build itself goes on until there is a release. */
    @Transactional
    Slug built(RunningBuild build, BuildOutcome.Built built, String checksum) {
        SlugEntity slug = new SlugEntity();
        slug.appId = build.app().id();
        slug.commit = build.source().version();
        slug.image = built.image();
        slug.buildpack = built.buildpack();
        slug.processTypes = new LinkedHashMap<>(built.processTypes());
        slug.size = built.slugBytes();
        slug.checksum = checksum;
        slug.createdAt = Instant.now(clock);
        slugs.save(slug);
        if (build.buildpacks().isEmpty()) {
            // It may have been cancelled while it ran, or destroyed with its app.
            builds.lockPending(build.id()).ifPresent(entity ->
                    Buildpack.ofLanguage(built.buildpack()).ifPresent(detected -> entity.buildpacks = List.of(detected)));
        }
        return slug.toSlug();
    }

    /** @return whether it was pending until now */
    @Transactional
    boolean succeed(UUID id, UUID slugId) {
        return changePending(id, build -> {
            build.status = BuildEntity.SUCCEEDED;
            build.slugId = slugId;
        });
    }

    /** @return whether it was pending until now */
    @Transactional
    boolean fail(UUID id) {
        return changePending(id, build -> build.status = BuildEntity.FAILED);
    }

    @Transactional
    void released(UUID id, UUID releaseId) {
        builds.findById(id).ifPresent(entity -> change(entity, build -> build.releaseId = releaseId));
    }

    /**
     * Ends builds that nobody runs any more.
     *
     * @param begunBefore builds that began later are left alone
     * @param running     these, too
     */
    @Transactional
    void failPending(Instant begunBefore, Set<UUID> running) {
        List<BuildEntity> abandoned = builds.findByStatusAndCreatedAtBefore(BuildEntity.PENDING, begunBefore).stream()
                .filter(build -> !running.contains(build.id)).toList();
        for (BuildEntity build : abandoned) {
            if (fail(build.id)) {
                outputs.findById(build.id).ifPresent(output ->
                        output.text += " !     The platform was interrupted during this build. Start it again.\n");
            }
        }
    }

    @Transactional(readOnly = true)
    List<Build> list(App app) {
        return builds.findByAppIdOrderByCreatedAtDesc(app.id(), Limit.of(LISTED)).stream().map(BuildEntity::toBuild)
                .toList();
    }

    @Transactional(readOnly = true)
    Build require(App app, UUID id) {
        return builds.findByIdAndAppId(id, app.id()).map(BuildEntity::toBuild)
                .orElseThrow(() -> ApiException.notFound("build"));
    }

    /** The lines so far; of an old build, that they are not kept. */
    @Transactional(readOnly = true)
    String output(Build build) {
        return outputs.findById(build.id()).map(output -> output.text)
                .orElse(" !     The output of this build is not kept any more.\n");
    }

    private void write(UUID id, String text) {
        if (builds.existsById(id)) {
            BuildOutputEntity output = new BuildOutputEntity();
            output.buildId = id;
            output.text = text;
            outputs.save(output);
        }
    }

    /**
     * Changes a build that has not ended, and holds its row until the transaction ends.
     *
     * @return whether it was pending until now
     */
    private boolean changePending(UUID id, Consumer<BuildEntity> change) {
        Optional<BuildEntity> pending = builds.lockPending(id);
        pending.ifPresent(build -> change(build, change));
        return pending.isPresent();
    }

    private void change(BuildEntity build, Consumer<BuildEntity> change) {
        Build before = build.toBuild();
        change.accept(build);
        build.updatedAt = Instant.now(clock);
        events.publishEvent(AppEvent.updated(build.appId, "build", before, build.toBuild()));
    }
}
