package dev.slipway.platform.release;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;

/** The config vars of a release, as encrypted JSON: apart from it, because lists of releases do not need them. */
@Entity
@Table(name = "release_config")
class ReleaseConfigEntity {

    @Id
    UUID releaseId = new UUID(0, 0);
    byte[] config = new byte[0];
    /** Names of those that were an add-on's. */
    List<String> attached = List.of();
}
