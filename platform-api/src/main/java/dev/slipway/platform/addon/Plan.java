package dev.slipway.platform.addon;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * One size of an add-on service.
 *
 * @param service     for example {@code heroku-postgresql}
 * @param shortName   the part after the colon, for example {@code mini}
 * @param humanName   for example {@code Mini}
 * @param description one line
 * @param retired     whether only add-ons that have it already may have it
 * @param settings    what the driver reads: limits and sizes; an object, empty if the file says nothing
 */
public record Plan(String service, String shortName, String humanName, String description, boolean retired,
                   JsonNode settings) {

    /** {@code service:plan}, as users type it. */
    public String name() {
        return service + ":" + shortName;
    }

    /** The same in every installation. */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("plan " + name()).getBytes(StandardCharsets.UTF_8));
    }
}
