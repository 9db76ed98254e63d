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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /pipeline-couplings}, and those of one app or pipeline. */
@RestController
class CouplingsController {

    private final Couplings couplings;
    private final Pipelines pipelines;
    private final Apps apps;

    CouplingsController(Couplings couplings, Pipelines pipelines, Apps apps) {
        this.couplings = couplings;
        this.pipelines = pipelines;
        this.apps = apps;
    }

    record AppRef(UUID id) {}

    record PipelineRef(UUID id, String name) {}

    record PipelineCouplingView(UUID id, AppRef app, PipelineRef pipeline, String stage, Instant createdAt, Instant updatedAt) {

        static PipelineCouplingView of(Coupling coupling) {
            return new PipelineCouplingView(coupling.id(), new AppRef(coupling.appId()),
                    new PipelineRef(coupling.pipeline().id(), coupling.pipeline().name()), coupling.stage().label(),
                    coupling.createdAt(), coupling.updatedAt());
        }
    }

    /** {@code app} and {@code pipeline} are a name, an id, or an object with an {@code id}. */
    record CreateRequest(@Nullable JsonNode app, @Nullable JsonNode pipeline, @Nullable String stage) {}

    record ChangeRequest(@Nullable String stage) {}

    @GetMapping({"/pipeline-couplings", "/users/~/pipeline-couplings"})
    List<PipelineCouplingView> list(Account caller) {
        return views(couplings.ofApps(caller));
    }

    @GetMapping("/pipelines/{pipeline}/pipeline-couplings")
    List<PipelineCouplingView> ofPipeline(@Requires(Permission.VIEW) Pipeline pipeline, Account caller) {
        return views(couplings.visibleTo(caller, pipeline));
    }

    /** One object, and 404 when the app is in no pipeline. */
    @GetMapping("/apps/{app}/pipeline-couplings")
    PipelineCouplingView ofApp(@Requires(Permission.VIEW) App app) {
        return PipelineCouplingView.of(couplings.of(app).orElseThrow(Couplings::notFound));
    }

    @PostMapping("/pipeline-couplings")
    @ResponseStatus(HttpStatus.CREATED)
    PipelineCouplingView add(Account caller, @RequestBody CreateRequest request) {
        App app = apps.require(caller, References.of(request.app(), "app"), Permission.OPERATE);
        Pipeline pipeline = pipelines.require(caller, References.of(request.pipeline(), "pipeline"), Permission.MANAGE);
        return PipelineCouplingView.of(couplings.add(pipeline, app, Stage.parse(request.stage())));
    }

    @GetMapping("/pipeline-couplings/{coupling}")
    PipelineCouplingView show(@Requires(Permission.VIEW) Coupling coupling) {
        return PipelineCouplingView.of(coupling);
    }

    @PatchMapping("/pipeline-couplings/{coupling}")
    PipelineCouplingView move(@Requires(Permission.OPERATE) Coupling coupling, @RequestBody ChangeRequest request) {
        if (request.stage() == null) {
            throw ApiException.invalid("Give the stage.");
        }
        return PipelineCouplingView.of(couplings.move(coupling, Stage.parse(request.stage())));
    }

    @DeleteMapping("/pipeline-couplings/{coupling}")
    PipelineCouplingView remove(@Requires(Permission.OPERATE) Coupling coupling) {
        couplings.remove(coupling);
        return PipelineCouplingView.of(coupling);
    }

    private static List<PipelineCouplingView> views(List<Coupling> couplings) {
        return couplings.stream().map(PipelineCouplingView::of).toList();
    }
}
