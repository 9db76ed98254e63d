package dev.slipway.platform.buildpack;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

@Entity
@Table(name = "buildpack_installation")
class BuildpackInstallationEntity {

    /** @param ordinal from 0 */
    @Embeddable
    record Place(UUID appId, int ordinal) implements Serializable {}

    @EmbeddedId
    Place place = new Place(new UUID(0, 0), 0);
    String key = "";
    String url = "";
}
