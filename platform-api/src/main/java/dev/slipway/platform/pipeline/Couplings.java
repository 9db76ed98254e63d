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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which apps are in which pipelines. A user sees couplings of apps they see. */
@Service
class Couplings {

    private final CouplingRepository repository;
    private final PipelineRepository pipelines;
    private final Apps apps;
    private final Clock clock;

    Couplings(CouplingRepository repository, PipelineRepository pipelines, Apps apps, Clock clock) {
        this.repository = repository;
        this.pipelines = pipelines;
        this.apps = apps;
        this.clock = clock;
    }

    /** @throws ApiException 422 if the app is in a pipeline already */
    @Transactional
    public Coupling add(Pipeline pipeline, App app, Stage stage) {
        // The lock makes a second request wait, so that the check holds.
        apps.lock(app.id());
        if (repository.findByAppId(app.id()).isPresent()) {
            throw ApiException.invalid(app.name() + " is in a pipeline already. Take it out first: heroku pipelines:remove -a "
                    + app.name());
        }
        CouplingEntity coupling = new CouplingEntity();
        coupling.pipelineId = pipeline.id();
        coupling.appId = app.id();
        coupling.stage = stage.label();
        coupling.createdAt = Instant.now(clock);
        coupling.updatedAt = coupling.createdAt;
        return repository.save(coupling).toCoupling(pipeline);
    }

    @Transactional
    public Coupling move(Coupling coupling, Stage stage) {
        CouplingEntity entity = repository.findById(coupling.id()).orElseThrow(Couplings::notFound);
        entity.stage = stage.label();
        entity.updatedAt = Instant.now(clock);
        return entity.toCoupling(coupling.pipeline());
    }

    @Transactional
    public void remove(Coupling coupling) {
        repository.deleteById(coupling.id());
    }

    /** The coupling of an app, of which there is one at most. */
    @Transactional(readOnly = true)
    public Optional<Coupling> of(App app) {
        return repository.findByAppId(app.id()).flatMap(this::coupling);
    }

    /** All couplings of a pipeline, whoever asks, oldest first. */
    @Transactional(readOnly = true)
    public List<Coupling> of(Pipeline pipeline) {
        return repository.findByPipelineIdOrderByCreatedAt(pipeline.id()).stream()
                .map(coupling -> coupling.toCoupling(pipeline)).toList();
    }

    /** Those of a pipeline whose apps {@code caller} may see, oldest first. */
    @Transactional(readOnly = true)
    public List<Coupling> visibleTo(Account caller, Pipeline pipeline) {
        return of(pipeline).stream().filter(coupling -> permits(caller, coupling, Permission.VIEW)).toList();
    }

    /** Those of the caller's apps. */
    @Transactional(readOnly = true)
    public List<Coupling> ofApps(Account caller) {
        return repository.findByAppIdIn(apps.ownedBy(caller).stream().map(App::id).toList()).stream().map(this::coupling)
                .flatMap(Optional::stream).toList();
    }

    /** @throws ApiException 404 if {@code caller} may not see its app; 403 if they see it but lack the permission */
    @Transactional(readOnly = true)
    public Coupling require(Account caller, String id, Permission permission) {
        Coupling coupling = Pipelines.uuid(id).flatMap(repository::findById).flatMap(this::coupling)
                .orElseThrow(Couplings::notFound);
        boolean ownsPipeline = coupling.pipeline().owner().id().equals(caller.id());
        if (!ownsPipeline && !permits(caller, coupling, Permission.VIEW)) {
            throw notFound();
        }
        if (!ownsPipeline && !permits(caller, coupling, permission)) {
            throw ApiException.forbidden("Only who owns the pipeline " + coupling.pipeline().name()
                    + " or operates the app may change its place there.");
        }
        return coupling;
    }

    private boolean permits(Account caller, Coupling coupling, Permission permission) {
        return apps.find(coupling.appId()).filter(app -> apps.permits(caller, app, permission)).isPresent();
    }

    private Optional<Coupling> coupling(CouplingEntity entity) {
        return pipelines.findById(entity.pipelineId).map(pipeline -> entity.toCoupling(pipeline.toPipeline()));
    }

    static ApiException notFound() {
        return ApiException.notFound("pipeline coupling");
    }
}
