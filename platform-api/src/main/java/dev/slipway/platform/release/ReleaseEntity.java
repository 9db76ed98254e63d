package dev.slipway.platform.release;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "release")
class ReleaseEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    int version;
    String description = "";
    UUID accountId = id;
    @Nullable UUID slugId;
    String status = "pending";
    boolean resumable;
    /** Until its turn comes, the slug is only the one that ran when this release was made. */
    boolean inheritsSlug;
    boolean skipsCommand;
    List<String> addonPlanNames = List.of();
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Release toRelease() {
        return new Release(id, appId, version, description, accountId, Optional.ofNullable(slugId),
                Release.Status.valueOf(status.toUpperCase(Locale.ROOT)), resumable, skipsCommand,
                List.copyOf(addonPlanNames), createdAt, updatedAt);
    }
}
