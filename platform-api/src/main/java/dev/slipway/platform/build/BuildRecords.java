package dev.slipway.platform.build;

import dev.slipway.builder.BuildOutcome;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The rows of builds and slugs; each method is one transaction, so that no build holds one while it runs. */
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
    UUID begin(App app, Account by, String commit) {
        BuildEntity build = new BuildEntity();
        build.appId = app.id();
        build.accountId = by.id();
        build.commit = commit;
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

    @Transactional
    Slug succeeded(UUID id, String output, BuildOutcome.Built built) {
        BuildEntity build = builds.findById(id).orElseThrow();
        SlugEntity slug = new SlugEntity();
        slug.appId = build.appId;
        slug.commit = build.commit;
        slug.image = built.image();
        slug.buildpack = built.buildpack();
        slug.processTypes = new LinkedHashMap<>(built.processTypes());
        slug.size = built.slugBytes();
        slug.createdAt = Instant.now(clock);
        slugs.save(slug);
        change(id, entity -> {
            entity.status = BuildEntity.SUCCEEDED;
            entity.buildpack = built.buildpack();
            entity.slugId = slug.id;
        });
        write(id, output);
        return slug.toSlug();
    }

    @Transactional
    void failed(UUID id, String output) {
        change(id, build -> build.status = BuildEntity.FAILED);
        write(id, output);
    }

    @Transactional
    void released(UUID id, UUID releaseId) {
        change(id, build -> build.releaseId = releaseId);
    }

    @Transactional
    void failPending(Instant now) {
        builds.findByStatus(BuildEntity.PENDING).forEach(build -> {
            build.status = BuildEntity.FAILED;
            outputs.findById(build.id).ifPresent(output ->
                    output.text += " !     The platform was restarted during this build. Push again.\n");
            build.updatedAt = now;
            events.publishEvent(AppEvent.updated(build.appId, "build", build.toBuild()));
        });
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

    private void change(UUID id, Consumer<BuildEntity> change) {
        // The app, and its builds with it, may have been destroyed while the build ran.
        builds.findById(id).ifPresent(build -> {
            Build before = build.toBuild();
            change.accept(build);
            build.updatedAt = Instant.now(clock);
            events.publishEvent(AppEvent.updated(build.appId, "build", before, build.toBuild()));
        });
    }
}
