package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Pipelines. Their owner manages them; whoever sees one of their apps sees the pipeline. */
@Service
class Pipelines {

    private static final int MOST_PER_OWNER = 100;

    private final PipelineRepository repository;
    private final CouplingRepository couplings;
    private final Apps apps;
    private final Clock clock;

    Pipelines(PipelineRepository repository, CouplingRepository couplings, Apps apps, Clock clock) {
        this.repository = repository;
        this.couplings = couplings;
        this.apps = apps;
        this.clock = clock;
    }

    /**
     * The pipeline that {@code caller} means, if they have {@code permission} on it.
     *
     * @param nameOrId a name means the caller's own pipeline first, then one that their apps are in
     * @throws ApiException 404 if there is none or the caller may not see it; 403 if they see it but lack the permission
     */
    @Transactional(readOnly = true)
    public Pipeline require(Account caller, String nameOrId, Permission permission) {
        Pipeline pipeline = uuid(nameOrId).flatMap(repository::findById).map(PipelineEntity::toPipeline)
                .or(() -> visibleTo(caller).stream().filter(one -> one.name().equals(nameOrId)).findFirst())
                .orElseThrow(() -> ApiException.notFound("pipeline"));
        check(caller, pipeline, permission);
        return pipeline;
    }

    /** @throws ApiException 404 if {@code caller} may not see the pipeline; 403 if they see it but lack the permission */
    @Transactional(readOnly = true)
    public void check(Account caller, Pipeline pipeline, Permission permission) {
        if (caller.admin() || pipeline.owner().id().equals(caller.id())) {
            return;
        }
        if (couplings.findByPipelineIdOrderByCreatedAt(pipeline.id()).stream().map(coupling -> apps.find(coupling.appId))
                .flatMap(Optional::stream).noneMatch(app -> apps.permits(caller, app, Permission.VIEW))) {
            throw ApiException.notFound("pipeline");
        }
        if (permission != Permission.VIEW) {
            throw ApiException.forbidden("Only the owner of the pipeline " + pipeline.name() + " may change it.");
        }
    }

    /** The caller's own pipelines, then those that their apps are in. */
    @Transactional(readOnly = true)
    public List<Pipeline> visibleTo(Account caller) {
        List<UUID> ofApps = couplings.findByAppIdIn(apps.ownedBy(caller).stream().map(App::id).toList()).stream()
                .map(coupling -> coupling.pipelineId).toList();
        return Stream.concat(repository.findByOwnerId(caller.id()).stream(), repository.findAllById(ofApps).stream())
                .map(PipelineEntity::toPipeline).distinct().toList();
    }

    /** @throws ApiException 422 if the owner has a pipeline of this name */
    @Transactional
    public Pipeline create(Account owner, PipelineName name) {
        if (repository.findByOwnerId(owner.id()).size() >= MOST_PER_OWNER) {
            throw ApiException.invalid("You have reached the limit of " + MOST_PER_OWNER + " pipelines. Destroy one you no "
                    + "longer need: heroku pipelines:destroy NAME");
        }
        checkFree(owner.id(), name.value());
        PipelineEntity pipeline = new PipelineEntity();
        pipeline.name = name.value();
        pipeline.ownerId = owner.id();
        pipeline.createdAt = Instant.now(clock);
        return save(pipeline);
    }

    /** @throws ApiException 422 if the owner has a pipeline of this name */
    @Transactional
    public Pipeline rename(Pipeline pipeline, PipelineName name) {
        if (pipeline.name().equals(name.value())) {
            return pipeline;
        }
        checkFree(pipeline.owner().id(), name.value());
        PipelineEntity entity = entity(pipeline);
        entity.name = name.value();
        return save(entity);
    }

    /** @throws ApiException 422 if the new owner has a pipeline of this name */
    @Transactional
    public Pipeline give(Pipeline pipeline, Account to) {
        if (pipeline.owner().id().equals(to.id())) {
            return pipeline;
        }
        checkFree(to.id(), pipeline.name());
        PipelineEntity entity = entity(pipeline);
        entity.ownerId = to.id();
        entity.ownerType = Pipeline.Owner.USER;
        return save(entity);
    }

    /** The apps stay; they are in no pipeline then. */
    @Transactional
    public void destroy(Pipeline pipeline) {
        repository.delete(entity(pipeline));
    }

    private PipelineEntity entity(Pipeline pipeline) {
        return repository.findById(pipeline.id()).orElseThrow(() -> ApiException.notFound("pipeline"));
    }

    private Pipeline save(PipelineEntity pipeline) {
        pipeline.updatedAt = Instant.now(clock);
        try {
            return repository.saveAndFlush(pipeline).toPipeline();
        } catch (DataIntegrityViolationException e) {
            // Somebody took the name between the check and here.
            throw taken(pipeline.name);
        }
    }

    private void checkFree(UUID ownerId, String name) {
        if (repository.findByOwnerIdAndName(ownerId, name).isPresent()) {
            throw taken(name);
        }
    }

    private static ApiException taken(String name) {
        return ApiException.invalid("There is a pipeline with the name " + name + " already.");
    }

    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
