package dev.slipway.platform.partner;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.NativeQuery;

interface GrantRepository extends JpaRepository<GrantEntity, UUID> {

    /** Locked, since the provider may change the row while the answer to its order is still being read. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<GrantEntity> findByAddonId(UUID id);

    /** Locked, so that of two who bring the same code one finds it used. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<GrantEntity> findByCodeHash(byte[] hash);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<GrantEntity> findByRefreshHash(byte[] hash);

    Optional<GrantEntity> findByAccessHash(byte[] hash);

    @NativeQuery("select g.addon_id from partner_grant g join addon a on a.id = g.addon_id where a.state = 'provisioning'")
    List<UUID> waiting();

    @NativeQuery("select g.addon_id from partner_grant g join addon a on a.id = g.addon_id "
            + "where a.state = 'provisioned' and g.published is distinct from a.updated_at")
    List<UUID> unpublished();

    /** Locks the row, as the add-on package does for each change of the add-on. */
    @NativeQuery("select id from addon where id = :id for no key update")
    Optional<UUID> lockAddon(UUID id);
}
