package dev.slipway.platform.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "account")
@DynamicUpdate // Two changes at once keep what the other changed.
class AccountEntity {

    @Id
    UUID id = UUID.randomUUID();
    String email = "";
    @Nullable String name;
    /** Null until an invitation is accepted. */
    @Nullable String passwordHash;
    boolean admin;
    @Nullable Instant suspendedAt;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
    @Nullable Instant lastLogin;

    AccountDetails details() {
        return new AccountDetails(toAccount(), passwordHash == null, lastLogin);
    }

    Account toAccount() {
        return new Account(id, email, name, admin, suspendedAt, createdAt, updatedAt);
    }
}
