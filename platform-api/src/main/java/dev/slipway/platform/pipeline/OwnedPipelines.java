package dev.slipway.platform.pipeline;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All pipelines of one account at once, for when it is deleted. Changes join the caller's transaction. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class OwnedPipelines {

    private final PipelineRepository repository;
    private final Pipelines pipelines;

    OwnedPipelines(PipelineRepository repository, Pipelines pipelines) {
        this.repository = repository;
        this.pipelines = pipelines;
    }

    /** Their names. */
    public List<String> of(Account owner) {
        return all(owner).stream().map(Pipeline::name).toList();
    }

    /** @throws ApiException 422 if {@code to} has a pipeline of the same name as one of them */
    public void transfer(Account owner, Account to) {
        all(owner).forEach(pipeline -> pipelines.give(pipeline, to));
    }

    /** Their apps stay. @return their names */
    public List<String> destroy(Account owner) {
        List<Pipeline> destroyed = all(owner);
        destroyed.forEach(pipelines::destroy);
        return destroyed.stream().map(Pipeline::name).toList();
    }

    private List<Pipeline> all(Account owner) {
        return repository.findByOwnerId(owner.id()).stream().map(PipelineEntity::toPipeline).toList();
    }
}
