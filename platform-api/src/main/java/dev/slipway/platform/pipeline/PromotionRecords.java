package dev.slipway.platform.pipeline;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.configvar.ConfigVars;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.ReleaseRunner;
import dev.slipway.platform.release.Releases;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The rows of promotions. What became of a target is read from its release, so that nothing has to be kept in step. */
@Service
class PromotionRecords {

    private final PromotionRepository promotions;
    private final PromotionTargetRepository targets;
    private final Releases releases;
    private final ReleaseRunner runner;
    private final ConfigVars configVars;
    private final Clock clock;

    PromotionRecords(PromotionRepository promotions, PromotionTargetRepository targets, Releases releases,
                     ReleaseRunner runner, ConfigVars configVars, Clock clock) {
        this.promotions = promotions;
        this.targets = targets;
        this.releases = releases;
        this.runner = runner;
        this.configVars = configVars;
        this.clock = clock;
    }

    /** @param slug the target's own copy; empty when it could not be made */
    record Prepared(App app, Optional<Slug> slug) {}

    /**
     * Makes the promotion with one release a target, all in one transaction, and begins to roll the releases out.
     *
     * @param release     the source's, whose slug is promoted
     * @param description of the targets' releases
     */
    @Transactional
    public Promotion create(Pipeline pipeline, App source, Release release, List<Prepared> prepared, Account by,
                            String description) {
        PromotionEntity promotion = new PromotionEntity();
        promotion.pipelineId = pipeline.id();
        promotion.sourceAppId = source.id();
        promotion.sourceReleaseId = release.id();
        promotion.createdAt = Instant.now(clock);
        promotions.save(promotion);
        // Each release locks its app: always in the same order, or two promotions could wait for each other.
        prepared.stream().sorted(Comparator.comparing(one -> one.app().id()))
                .forEach(one -> add(promotion, one, by, description));
        targets.flush();
        return promotion(promotion);
    }

    private void add(PromotionEntity promotion, Prepared prepared, Account by, String description) {
        PromotionTargetEntity target = new PromotionTargetEntity();
        target.promotionId = promotion.id;
        target.appId = prepared.app().id();
        if (prepared.slug().isPresent()) {
            Release release = configVars.snapshot(prepared.app(),
                    config -> releases.promote(prepared.app(), by, prepared.slug().get(), config, description));
            target.releaseId = release.id();
            runner.begin(prepared.app(), release);
        } else {
            target.errorMessage = "The slug could not be copied. Try again; if it happens again, tell your administrator.";
        }
        targets.save(target);
    }

    /** @throws ApiException 404 if there is none */
    @Transactional(readOnly = true)
    public Promotion require(String id) {
        return Pipelines.uuid(id).flatMap(promotions::findById).map(this::promotion)
                .orElseThrow(() -> ApiException.notFound("pipeline promotion"));
    }

    private Promotion promotion(PromotionEntity entity) {
        List<Promotion.Target> all = new ArrayList<>();
        for (PromotionTargetEntity target : targets.findByPromotionIdOrderById(entity.id)) {
            all.add(target(target));
        }
        return new Promotion(entity.id, entity.pipelineId, entity.sourceAppId, entity.sourceReleaseId, entity.createdAt, all);
    }

    private Promotion.Target target(PromotionTargetEntity entity) {
        Optional<UUID> releaseId = Optional.ofNullable(entity.releaseId);
        Optional<Release> release = releaseId.flatMap(releases::find);
        Promotion.Status status = release.map(Release::status).map(PromotionRecords::status).orElse(Promotion.Status.FAILED);
        String message = status != Promotion.Status.FAILED ? "" : release
                .map(failed -> "Release " + failed.label() + " failed; the log of this app says why.")
                .orElse(String.valueOf(entity.errorMessage));
        return new Promotion.Target(entity.id, entity.appId, releaseId, status, message);
    }

    private static Promotion.Status status(Release.Status status) {
        return switch (status) {
            case PENDING -> Promotion.Status.PENDING;
            case SUCCEEDED -> Promotion.Status.SUCCEEDED;
            case FAILED -> Promotion.Status.FAILED;
        };
    }
}
