package dev.slipway.platform.pipeline;

import dev.slipway.builder.BuilderException;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Builds;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Promotes what runs in one app to others: their config vars, its slug. Each target gets a slug of its own, which is a
 * second reference to the same image, so that it can roll back to it whatever becomes of the source.
 */
@Service
class Promotions {

    private static final Logger LOG = LoggerFactory.getLogger(Promotions.class);
    private static final int SHOWN_OF_COMMIT = 8;

    private final PromotionRecords records;
    private final Couplings couplings;
    private final Releases releases;
    private final Slugs slugs;
    private final Builds builds;

    Promotions(PromotionRecords records, Couplings couplings, Releases releases, Slugs slugs, Builds builds) {
        this.records = records;
        this.couplings = couplings;
        this.releases = releases;
        this.slugs = slugs;
        this.builds = builds;
    }

    /**
     * Makes a release on each target; returns while they are rolled out.
     *
     * @throws ApiException 422 if an app is not in this pipeline, or the source has nothing to promote
     */
    Promotion promote(Pipeline pipeline, App source, List<App> targets, Account by) {
        requireCoupled(pipeline, source);
        targets.forEach(target -> requireCoupled(pipeline, target));
        if (targets.isEmpty() || targets.contains(source)) {
            throw ApiException.invalid("Give the apps to promote to, other than " + source.name() + " itself.");
        }
        Release release = releases.current(source.id()).filter(current -> current.slugId().isPresent())
                .orElseThrow(() -> ApiException.invalid(source.name() + " has nothing to promote yet. Push to it first."));
        Slug slug = release.slugId().map(slugs::require).orElseThrow();
        List<PromotionRecords.Prepared> prepared = new ArrayList<>();
        for (App target : targets) {
            prepared.add(new PromotionRecords.Prepared(target, copy(slug, target)));
        }
        Promotion promotion = records.create(pipeline, source, release, prepared, by, "Promote " + source.name() + " "
                + release.label() + " " + shortened(slug.commit()));
        targets.forEach(this::prune);
        return promotion;
    }

    private void requireCoupled(Pipeline pipeline, App app) {
        if (couplings.of(app).filter(coupling -> coupling.pipeline().id().equals(pipeline.id())).isEmpty()) {
            throw ApiException.invalid(app.name() + " is not in the pipeline " + pipeline.name()
                    + ". Add it first: heroku pipelines:add " + pipeline.name() + " -a " + app.name() + " -s STAGE");
        }
    }

    private Optional<Slug> copy(Slug slug, App target) {
        try {
            return Optional.of(builds.copy(slug, target));
        } catch (BuilderException e) {
            LOG.warn("A slug could not be promoted, app={}", target.name(), e);
            return Optional.empty();
        }
    }

    private void prune(App target) {
        builds.prune(target, releases.slugsInUse(target));
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHOWN_OF_COMMIT, commit.length()));
    }
}
