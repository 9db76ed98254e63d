package dev.slipway.platform.build;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "slug")
class SlugEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    @Column(name = "commit_sha")
    String commit = "";
    String image = "";
    String buildpack = "";
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> processTypes = new LinkedHashMap<>();
    long size;
    @Nullable String checksum;
    Instant createdAt = Instant.EPOCH;

    Slug toSlug() {
        return new Slug(id, appId, commit, image, buildpack, new LinkedHashMap<>(processTypes), size, checksum, createdAt);
    }
}
