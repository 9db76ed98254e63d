package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "account")
class AccountEntity {

    @Id
    UUID id = UUID.randomUUID();
    String email = "";
    @Nullable String name;
    String passwordHash = "";
    boolean admin;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
    @Nullable Instant lastLogin;

    Account toAccount() {
        return new Account(id, email, admin, createdAt, updatedAt);
    }
}
