package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "recovery_code")
class RecoveryCodeEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID accountId = id;
    byte[] hash = new byte[0];
}
