package dev.slipway.platform.build;

import dev.slipway.platform.buildpack.Buildpack;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
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
    String version = "";
    @Nullable String sourceChecksum;
    @Nullable String sourceUrl;
    @Nullable String versionDescription;
    String status = PENDING;
    @JdbcTypeCode(SqlTypes.JSON)
    List<Buildpack> buildpacks = new ArrayList<>();
    @Nullable UUID slugId;
    @Nullable UUID releaseId;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Build toBuild() {
        return new Build(id, appId, accountId, version, sourceChecksum, sourceUrl, versionDescription, status,
                List.copyOf(buildpacks), slugId, releaseId, createdAt, updatedAt);
    }
}
