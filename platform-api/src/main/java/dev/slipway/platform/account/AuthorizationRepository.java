package dev.slipway.platform.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AuthorizationRepository extends JpaRepository<AuthorizationEntity, UUID> {

    Optional<AuthorizationEntity> findByTokenHash(byte[] tokenHash);

    List<AuthorizationEntity> findByAccountIdOrderByCreatedAt(UUID accountId);

    Optional<AuthorizationEntity> findByIdAndAccountId(UUID id, UUID accountId);

    void deleteByAccountId(UUID accountId);
}
