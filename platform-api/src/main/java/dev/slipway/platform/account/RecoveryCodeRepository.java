package dev.slipway.platform.account;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface RecoveryCodeRepository extends JpaRepository<RecoveryCodeEntity, UUID> {

    /** @return 1 if there was one, which is gone now; else 0 */
    @Modifying
    @Query("delete from RecoveryCodeEntity where accountId = :accountId and hash = :hash")
    int take(UUID accountId, byte[] hash);
}
