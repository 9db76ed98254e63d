package dev.slipway.platform.team;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "team")
class TeamEntity {

    @Id
    UUID id = UUID.randomUUID();
    String name = "";
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    Team toTeam() {
        return new Team(id, name, createdAt, updatedAt);
    }
}
