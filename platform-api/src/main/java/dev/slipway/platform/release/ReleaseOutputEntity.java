package dev.slipway.platform.release;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What a release command printed, each line with its line break. */
@Entity
@Table(name = "release_output")
class ReleaseOutputEntity {

    @Id
    UUID releaseId = new UUID(0, 0);
    String text = "";
}
