package dev.slipway.platform.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "postgres_database")
class DatabaseEntity {

    @Id
    UUID addonId = new UUID(0, 0);
    String server = "";
    String name = "";
    String owner = "";
    boolean resetting;
    @Nullable Instant exceedingSince;
    boolean insertsRefused;
    Instant createdAt = Instant.EPOCH;
}
