package dev.slipway.platform.key;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface SshKeyRepository extends JpaRepository<SshKeyEntity, UUID> {

    List<SshKeyEntity> findByAccountIdOrderByCreatedAt(UUID accountId);

    boolean existsByFingerprint(String fingerprint);
}
