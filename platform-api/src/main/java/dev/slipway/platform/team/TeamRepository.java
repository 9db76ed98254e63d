package dev.slipway.platform.team;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface TeamRepository extends JpaRepository<TeamEntity, UUID> {

    Optional<TeamEntity> findByName(String name);

    boolean existsByName(String name);

    @Query("from TeamEntity team where team.id in (select teamId from TeamMemberEntity where accountId = :accountId)")
    List<TeamEntity> findByMember(UUID accountId);

    @Query(value = "select 1 from team where id = :id for update", nativeQuery = true)
    Optional<Integer> lock(UUID id);
}
