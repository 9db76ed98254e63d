package dev.slipway.platform.build;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "build")
class BuildEntity {

    static final String PENDING = "pending";
    static final String SUCCEEDED = "succeeded";
    static final String FAILED = "failed";

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    UUID accountId = id;
    @Column(name = "commit_sha")
    String commit = "";
    String status = PENDING;
    @Nullable String buildpack;
    @Nullable UUID slugId;
    @Nullable UUID releaseId;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Build toBuild() {
        return new Build(id, appId, accountId, commit, status, buildpack, slugId, releaseId, createdAt, updatedAt);
    }
}
