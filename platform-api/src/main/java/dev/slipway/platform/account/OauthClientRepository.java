package dev.slipway.platform.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface OauthClientRepository extends JpaRepository<OauthClientEntity, UUID> {

    List<OauthClientEntity> findByAccountIdOrderByCreatedAt(UUID accountId);

    int countByAccountId(UUID accountId);

    Optional<OauthClientEntity> findByIdAndAccountId(UUID id, UUID accountId);
}
