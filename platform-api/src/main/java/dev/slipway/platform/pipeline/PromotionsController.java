package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.References;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /pipeline-promotions}. */
@RestController
class PromotionsController {

    private static final int MOST_TARGETS = 50;

    private final Promotions promotions;
    private final Pipelines pipelines;
    private final Apps apps;

    PromotionsController(Promotions promotions, Pipelines pipelines, Apps apps) {
        this.promotions = promotions;
        this.pipelines = pipelines;
        this.apps = apps;
    }

    record Ref(UUID id) {}

    record Source(Ref app, Ref release) {}

    record PipelinePromotionView(UUID id, Ref pipeline, Source source, String status, Instant createdAt,
                                 @Nullable Instant updatedAt) {

        static PipelinePromotionView of(Promotion promotion) {
            return new PipelinePromotionView(promotion.id(), new Ref(promotion.pipelineId()),
                    new Source(new Ref(promotion.sourceAppId()), new Ref(promotion.sourceReleaseId())),
                    promotion.completed() ? "completed" : "pending", promotion.createdAt(), null);
        }
    }

    record PipelinePromotionTargetView(UUID id, Ref app, Ref pipelinePromotion, @Nullable Ref release, String status,
                                       @Nullable String errorMessage) {}

    record AppRequest(@Nullable JsonNode app) {}

    record CreateRequest(@Nullable JsonNode pipeline, @Nullable AppRequest source, @Nullable List<AppRequest> targets) {}

    @PostMapping("/pipeline-promotions")
    @ResponseStatus(HttpStatus.CREATED)
    PipelinePromotionView create(Account caller, @RequestBody CreateRequest request) {
        if (request.source() == null || request.targets() == null || request.targets().size() > MOST_TARGETS) {
            throw ApiException.invalid("Give a source and up to " + MOST_TARGETS + " targets.");
        }
        Pipeline pipeline = pipelines.require(caller, References.of(request.pipeline(), "pipeline"), Permission.VIEW);
        App source = app(caller, request.source());
        List<App> targets = request.targets().stream().map(target -> app(caller, target)).distinct().toList();
        return PipelinePromotionView.of(promotions.promote(pipeline, source, targets, caller));
    }

    /** The source's code goes into the targets, so both need the permission to deploy. */
    private App app(Account caller, @Nullable AppRequest request) {
        return apps.require(caller, References.of(request == null ? null : request.app(), "app"), Permission.DEPLOY);
    }

    @GetMapping("/pipeline-promotions/{promotion}")
    PipelinePromotionView show(@Requires(Permission.VIEW) Promotion promotion) {
        return PipelinePromotionView.of(promotion);
    }

    @GetMapping("/pipeline-promotions/{promotion}/promotion-targets")
    List<PipelinePromotionTargetView> targets(@Requires(Permission.VIEW) Promotion promotion) {
        return promotion.targets().stream().map(target -> new PipelinePromotionTargetView(target.id(),
                new Ref(target.appId()), new Ref(promotion.id()), target.releaseId().map(Ref::new).orElse(null),
                target.status().name().toLowerCase(Locale.ROOT),
                target.message().isEmpty() ? null : target.message())).toList();
    }
}
