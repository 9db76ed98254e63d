package dev.slipway.platform.account;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface BrowserSessionRepository extends JpaRepository<BrowserSessionEntity, UUID> {

    /** A session that has not expired, and whose it is. */
    record Owned(BrowserSessionEntity session, AccountEntity account) {}

    @Query("""
            select new dev.slipway.platform.account.BrowserSessionRepository$Owned(s, a)
            from BrowserSessionEntity s join AccountEntity a on a.id = s.accountId
            where s.tokenHash = :hash and s.expiresAt > :now and a.suspendedAt is null""")
    Optional<Owned> findValid(byte[] hash, Instant now);

    @Query("from BrowserSessionEntity where accountId = :accountId and expiresAt > :now order by createdAt")
    List<BrowserSessionEntity> findValidOf(UUID accountId, Instant now);

    @Lock(LockModeType.PESSIMISTIC_READ)
    @Query("from BrowserSessionEntity where id = :id and expiresAt > :now")
    Optional<BrowserSessionEntity> lock(UUID id, Instant now);

    Optional<BrowserSessionEntity> findByIdAndAccountId(UUID id, UUID accountId);

    @Modifying
    @Query("delete from BrowserSessionEntity where accountId = :accountId and expiresAt < :now")
    void deleteExpired(UUID accountId, Instant now);

    @Modifying
    @Query("delete from BrowserSessionEntity where accountId = :accountId")
    void deleteOf(UUID accountId);
}
