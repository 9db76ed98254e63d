package dev.slipway.platform.account;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface TwoFactorRepository extends JpaRepository<TwoFactorEntity, UUID> {

    boolean existsByAccountIdAndConfirmedTrue(UUID accountId);

    /** One statement, so that of two requests with the same code only one gets 1; the other gets 0. */
    @Modifying(clearAutomatically = true)
    @Query("update TwoFactorEntity set lastStep = :step, confirmed = true where accountId = :accountId and lastStep < :step")
    int take(UUID accountId, long step);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("delete from TwoFactorEntity where accountId = :accountId")
    void deleteOf(UUID accountId);
}
