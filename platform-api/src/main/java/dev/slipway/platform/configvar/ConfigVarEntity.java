package dev.slipway.platform.configvar;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

@Entity
@Table(name = "config_var")
class ConfigVarEntity {

    @Embeddable
    record Key(UUID appId, String name) implements Serializable {}

    @EmbeddedId
    Key key = new Key(new UUID(0, 0), "");
    byte[] value = new byte[0];
}
