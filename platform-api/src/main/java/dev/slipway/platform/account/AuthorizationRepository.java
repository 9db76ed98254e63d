package dev.slipway.platform.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface AuthorizationRepository extends JpaRepository<AuthorizationEntity, UUID> {

    /** A token that is valid, and whose it is. */
    record Owned(AuthorizationEntity authorization, AccountEntity account) {}

    // Every request asks this: one query, on the unique index of token_hash.
    @Query("""
            select new dev.slipway.platform.account.AuthorizationRepository$Owned(t, a)
            from AuthorizationEntity t join AccountEntity a on a.id = t.accountId
            where t.tokenHash = :hash and (t.expiresAt is null or t.expiresAt > :now)""")
    Optional<Owned> findValid(byte[] hash, Instant now);

    List<AuthorizationEntity> findByAccountIdOrderByCreatedAt(UUID accountId);

    int countByAccountId(UUID accountId);

    Optional<AuthorizationEntity> findFirstByAccountIdAndExpiresAtNotNullOrderByExpiresAt(UUID accountId);

    Optional<AuthorizationEntity> findByIdAndAccountId(UUID id, UUID accountId);

    void deleteByAccountId(UUID accountId);

    @Modifying
    @Query("delete from AuthorizationEntity where accountId = :accountId and expiresAt < :now")
    void deleteExpired(UUID accountId, Instant now);
}
