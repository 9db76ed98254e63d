package dev.slipway.platform.pipeline;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.References;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /pipeline-transfers}. */
@RestController
class PipelineTransfersController {

    private final PipelineTransfers transfers;
    private final Pipelines pipelines;
    private final Accounts accounts;

    PipelineTransfersController(PipelineTransfers transfers, Pipelines pipelines, Accounts accounts) {
        this.transfers = transfers;
        this.pipelines = pipelines;
        this.accounts = accounts;
    }

    record PipelineRef(UUID id) {}

    record PipelineTransferView(PipelineRef pipeline, Pipeline.Owner previousOwner, Pipeline.Owner newOwner) {}

    record OwnerRequest(@Nullable String id, @Nullable String type) {}

    record CreateRequest(@Nullable JsonNode pipeline, @Nullable OwnerRequest newOwner) {}

    @PostMapping("/pipeline-transfers")
    @ResponseStatus(HttpStatus.CREATED)
    PipelineTransferView create(Account caller, @RequestBody CreateRequest request) {
        OwnerRequest wanted = request.newOwner();
        if (wanted == null || wanted.id() == null || !Pipeline.Owner.USER.equals(wanted.type())) {
            throw ApiException.invalid("Give the new owner, a user. Teams do not own pipelines here.");
        }
        Pipeline pipeline = pipelines.require(caller, References.of(request.pipeline(), "pipeline"), Permission.MANAGE);
        Pipeline given = transfers.give(pipeline, caller, accounts.require(wanted.id()));
        return new PipelineTransferView(new PipelineRef(pipeline.id()), pipeline.owner(), given.owner());
    }
}
