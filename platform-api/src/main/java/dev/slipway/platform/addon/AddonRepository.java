package dev.slipway.platform.addon;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;

interface AddonRepository extends JpaRepository<AddonEntity, UUID> {

    Optional<AddonEntity> findByName(String name);

    List<AddonEntity> findByAppIdInOrderByName(Collection<UUID> appIds);

    List<AddonEntity> findByServiceInAndStateOrderByCreatedAt(Collection<String> services, String state);

    List<AddonEntity> findByStateIn(Collection<String> states);

    List<AddonEntity> findByStateAndChangingToIsNotNull(String state);

    /** How many the account or team that has the app has on all its apps. */
    @NativeQuery("""
            select count(*) from addon join app on app.id = addon.app_id
            where coalesce(app.team_id, app.owner_id) = (select coalesce(team_id, owner_id) from app where id = :appId)""")
    long countOfOwner(UUID appId);

    @Query("select distinct addon.plan from AddonEntity addon order by addon.plan")
    List<String> findPlans();

    List<AddonEntity> findByPlanOrderByName(String plan);

    /** Until the transaction ends nobody else changes its state. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select addon from AddonEntity addon where addon.id = :id")
    Optional<AddonEntity> lock(UUID id);

    /** Those that the app has attached, its own or not. */
    @Query("select distinct addon from AddonEntity addon join AttachmentEntity attachment on attachment.addonId = addon.id "
            + "where attachment.appId = :appId and attachment.waiting = false")
    List<AddonEntity> findAttachedTo(UUID appId);
}
