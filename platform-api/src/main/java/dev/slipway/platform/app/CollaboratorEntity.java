package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

@Entity
@Table(name = "app_collaborator")
class CollaboratorEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID appId = id;
    UUID accountId = id;
    private String permissions = "";
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Set<Permission> permissions() {
        Set<Permission> held = EnumSet.noneOf(Permission.class);
        for (String word : permissions.split(",")) {
            held.add(Permission.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return held;
    }

    void allow(Set<Permission> allowed) {
        permissions = allowed.stream().map(permission -> permission.name().toLowerCase(Locale.ROOT)).sorted()
                .collect(Collectors.joining(","));
    }
}
