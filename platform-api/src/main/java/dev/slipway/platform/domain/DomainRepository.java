package dev.slipway.platform.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface DomainRepository extends JpaRepository<DomainEntity, UUID> {

    List<DomainEntity> findByAppIdOrderByHostname(UUID appId);

    long countByAppId(UUID appId);

    Optional<DomainEntity> findByAppIdAndHostname(UUID appId, String hostname);

    Optional<DomainEntity> findByIdAndAppId(UUID id, UUID appId);

    Optional<DomainEntity> findByHostname(String hostname);

    List<DomainEntity> findBySniEndpointId(UUID sniEndpointId);

    /** Names with exactly one label before {@code suffix}, which begins with a dot. */
    @Query(value = "select * from domain where right(hostname, length(:suffix)) = :suffix "
            + "and strpos(left(hostname, length(hostname) - length(:suffix)), '.') = 0", nativeQuery = true)
    List<DomainEntity> findOneLabelBelow(String suffix);

    /** Makes others who add names wait until the transaction ends: a name and a wildcard over it are two rows. */
    @Modifying
    @Query(value = "lock table domain in share row exclusive mode", nativeQuery = true)
    void lock();
}
