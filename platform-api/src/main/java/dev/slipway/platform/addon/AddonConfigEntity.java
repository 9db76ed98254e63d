package dev.slipway.platform.addon;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** What one credential of an add-on exports, as encrypted JSON. */
@Entity
@Table(name = "addon_config")
class AddonConfigEntity {

    @Embeddable
    record Key(UUID addonId, String credential) implements Serializable {}

    @EmbeddedId
    Key key = new Key(new UUID(0, 0), "");
    byte[] config = new byte[0];
}
