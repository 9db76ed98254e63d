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
    /** Null until an invitation is accepted. */
    @Nullable String passwordHash;
    boolean admin;
    @Nullable Instant suspendedAt;
    /** Set when removal begins; such an account is invisible, and its row goes when the last of its apps is gone. */
    boolean deleting;
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
