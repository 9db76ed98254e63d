package dev.slipway.platform.addon;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A service of the catalogue: one file below {@code addons/}.
 *
 * @param name        for example {@code heroku-postgresql}
 * @param humanName   for example {@code Heroku Postgres}
 * @param driver      which {@link AddonDriver} makes its add-ons: its {@link AddonDriver#kind}
 * @param attachment  name of an app's first attachment, for example {@code DATABASE}; its config var is {@code DATABASE_URL}
 * @param prefix      of further ones, which get a colour: {@code HEROKU_POSTGRESQL} makes {@code HEROKU_POSTGRESQL_AMBER}
 * @param defaultPlan short name of the plan that is taken when none is named
 * @param message     what {@code addons:create} prints; may be empty
 * @param plans       in the file's order, at least one; also those that are retired
 * @param settings    what the driver reads; an object, empty if the file says nothing
 */
public record AddonService(String name, String humanName, String driver, String attachment, String prefix,
                           String defaultPlan, String message, List<Plan> plans, JsonNode settings) {

    /** The same in every installation. */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("add-on service " + name).getBytes(StandardCharsets.UTF_8));
    }

    /** The plans that may be chosen. */
    public List<Plan> offered() {
        return plans.stream().filter(plan -> !plan.retired()).toList();
    }

    /** @param shortName the part after the colon */
    public Optional<Plan> plan(String shortName) {
        return plans.stream().filter(plan -> plan.shortName().equals(shortName)).findFirst();
    }
}
