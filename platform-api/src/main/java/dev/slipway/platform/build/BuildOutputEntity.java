package dev.slipway.platform.build;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** All lines the pusher saw, each with its line break: apart from the build, because lists of builds do not need them. */
@Entity
@Table(name = "build_output")
class BuildOutputEntity {

    @Id
    UUID buildId = new UUID(0, 0);
    String text = "";
}
