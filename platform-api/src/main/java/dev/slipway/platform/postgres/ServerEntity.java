package dev.slipway.platform.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "postgres_server")
class ServerEntity {

    @Id
    String name = "";
    @Column(name = "class")
    @Nullable String sharedBy;
    byte[] password = new byte[0];
    Instant createdAt = Instant.EPOCH;
}
