package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Plan;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/**
 * What a plan of the catalogue gives.
 *
 * @param sharedBy    the class of plans whose databases are on one server; empty if each add-on has a server of its own
 * @param connections that all credentials of a database may have open together
 * @param rows        over all tables; empty for any number
 * @param size        of the database on disk
 * @param memory      of a server of its own; meaningless else
 * @param cpus        of a server of its own; meaningless else
 * @param queryLimit  how long one statement may run and one transaction may idle; empty for any time
 */
record PostgresPlan(Optional<String> sharedBy, int connections, Optional<Long> rows, DataSize size, DataSize memory,
                    double cpus, Optional<Duration> queryLimit) {

    /** @throws IllegalArgumentException saying which setting is wrong */
    static PostgresPlan of(Plan plan) {
        JsonNode settings = plan.settings();
        boolean own = settings.path("server").asString("shared").equals("own");
        try {
            return new PostgresPlan(own ? Optional.empty() : Optional.of(sharedBy(settings)),
                    number(settings, "connections", 1, 2_000),
                    settings.has("rows") ? Optional.of((long) number(settings, "rows", 1, Integer.MAX_VALUE)) : Optional.empty(),
                    DataSize.parse(settings.path("size").asString("")),
                    own ? DataSize.parse(settings.path("memory").asString("")) : DataSize.ofBytes(0),
                    own ? cpus(settings) : 0,
                    settings.has("query_limit") ? Optional.of(DurationStyle.detectAndParse(settings.path("query_limit").asString("")))
                            : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("plan " + plan.shortName() + ": " + e.getMessage(), e);
        }
    }

    /** Becomes a part of a container's name. */
    private static String sharedBy(JsonNode settings) {
        String name = settings.path("class").asString("");
        if (!settings.path("server").asString("").equals("shared") || !name.matches("[a-z]{1,20}")) {
            throw new IllegalArgumentException("server must be own, or shared and then class 1 to 20 letters a to z");
        }
        return name;
    }

    private static int number(JsonNode settings, String name, int least, int most) {
        JsonNode value = settings.path(name);
        if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
            throw new IllegalArgumentException(name + " must be a number from " + least + " to " + most + ", not " + value);
        }
        return value.asInt();
    }

    private static double cpus(JsonNode settings) {
        JsonNode value = settings.path("cpus");
        if (!value.isNumber() || value.asDouble() <= 0) {
            throw new IllegalArgumentException("cpus must be a number above 0, not " + value);
        }
        return value.asDouble();
    }

    boolean own() {
        return sharedBy.isEmpty();
    }
}
