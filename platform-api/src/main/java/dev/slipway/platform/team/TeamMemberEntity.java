package dev.slipway.platform.team;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

@Entity
@Table(name = "team_member")
class TeamMemberEntity {

    @Id
    UUID id = UUID.randomUUID();
    UUID teamId = id;
    UUID accountId = id;
    private String role = TeamRole.MEMBER.label();
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    TeamRole role() {
        return TeamRole.valueOf(role.toUpperCase(Locale.ROOT));
    }

    void become(TeamRole role) {
        this.role = role.label();
    }
}
