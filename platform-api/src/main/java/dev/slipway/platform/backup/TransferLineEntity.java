package dev.slipway.platform.backup;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of what a transfer tells. */
@Entity
@Table(name = "transfer_line")
class TransferLineEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable Long id;
    UUID transferId = new UUID(0, 0);
    Instant createdAt = Instant.EPOCH;
    String message = "";
}
