package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /pipelines}. */
@RestController
class PipelinesController {

    private static final Listing<PipelineView, String> BY_NAME = Listing.by("name", PipelineView::name, name -> name);
    /** Heroku's name for the kind of platform; there is one. */
    private static final Generation CEDAR =
            new Generation(UUID.nameUUIDFromBytes("cedar".getBytes(StandardCharsets.UTF_8)), "cedar");

    private final Pipelines pipelines;

    PipelinesController(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    record Generation(UUID id, String name) {}

    record PipelineView(UUID id, String name, Pipeline.Owner owner, Generation generation, Instant createdAt,
                        Instant updatedAt) {

        static PipelineView of(Pipeline pipeline) {
            return new PipelineView(pipeline.id(), pipeline.name(), pipeline.owner(), CEDAR, pipeline.createdAt(),
                    pipeline.updatedAt());
        }
    }

    record OwnerRequest(@Nullable String id, @Nullable String type) {}

    record CreateRequest(@Nullable String name, @Nullable OwnerRequest owner) {}

    record ChangeRequest(@Nullable String name) {}

    /** The CLI looks for a name with {@code ?eq[name]=}. */
    @GetMapping("/pipelines")
    ResponseEntity<List<PipelineView>> list(Account caller,
            @RequestParam(value = "eq[name]", required = false) @Nullable String name,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_NAME.answer(pipelines.visibleTo(caller).stream()
                .filter(pipeline -> name == null || pipeline.name().equals(name)).map(PipelineView::of).toList(), range);
    }

    @PostMapping("/pipelines")
    @ResponseStatus(HttpStatus.CREATED)
    PipelineView create(Account caller, @RequestBody CreateRequest request) {
        OwnerRequest owner = request.owner();
        if (owner != null && !(Pipeline.Owner.USER.equals(owner.type()) && caller.id().toString().equals(owner.id()))) {
            throw ApiException.invalid("A pipeline is made for oneself; it can be given away then: heroku "
                    + "pipelines:transfer OWNER -p NAME");
        }
        return PipelineView.of(pipelines.create(caller, PipelineName.parse(request.name())));
    }

    @GetMapping("/pipelines/{pipeline}")
    PipelineView show(@Requires(Permission.VIEW) Pipeline pipeline) {
        return PipelineView.of(pipeline);
    }

    @PatchMapping("/pipelines/{pipeline}")
    PipelineView rename(@Requires(Permission.MANAGE) Pipeline pipeline, @RequestBody ChangeRequest request) {
        return PipelineView.of(request.name() == null ? pipeline
                : pipelines.rename(pipeline, PipelineName.parse(request.name())));
    }

    /** @param request the CLI repeats the name, as a safeguard */
    @DeleteMapping("/pipelines/{pipeline}")
    PipelineView destroy(@Requires(Permission.MANAGE) Pipeline pipeline,
                         @RequestBody(required = false) @Nullable ChangeRequest request) {
        if (request != null && request.name() != null && !request.name().equals(pipeline.name())) {
            throw ApiException.invalid("This pipeline has another name: " + pipeline.name() + ".");
        }
        pipelines.destroy(pipeline);
        return PipelineView.of(pipeline);
    }
}
