package dev.slipway.platform.addon;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "addon")
class AddonEntity {

    @Id
    UUID id = UUID.randomUUID();
    String name = "";
    UUID appId = id;
    String service = "";
    String plan = "";
    String state = AddonState.PROVISIONING.word();
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> options = new LinkedHashMap<>();
    @Nullable String providerId;
    /** Name of the plan that it is being given. */
    @Nullable String changingTo;
    boolean adopted;
    String message = "";
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Addon toAddon() {
        return new Addon(id, name, appId, service, plan, AddonState.valueOf(state.toUpperCase(Locale.ROOT)),
                Map.copyOf(options), Optional.ofNullable(providerId), message, createdAt, updatedAt);
    }
}
