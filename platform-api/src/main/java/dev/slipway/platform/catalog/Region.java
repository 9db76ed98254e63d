package dev.slipway.platform.catalog;

import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where apps run: all on this installation, which answers to the name of either of Heroku's common regions. */
public record Region(UUID id, String name, String description, String country, String locale, boolean privateCapable,
                     Map<String, String> provider, Instant createdAt, Instant updatedAt) {

    /** The one that apps show. */
    public static final Region ONLY = of("us");

    /** All that may be asked for. */
    static final List<Region> ALL = List.of(ONLY, of("eu"));

    private static Region of(String name) {
        return new Region(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name, "This server", "", "", false,
                Map.of("name", "slipway", "region", name), Instant.EPOCH, Instant.EPOCH);
    }

    /**
     * Reads a region that a user asks for by name or id.
     *
     * @return a warning if another one than {@link #ONLY} was asked for
     * @throws ApiException 422 if there is no such region
     */
    public static Optional<String> choose(@Nullable String asked) {
        if (asked == null || ONLY.is(asked)) {
            return Optional.empty();
        }
        Region region = ALL.stream().filter(one -> one.is(asked)).findFirst().orElseThrow(() -> ApiException.invalid(
                "There is no such region. All apps run on this server; leave the region out."));
        return Optional.of("All apps run on this server, whatever their region: " + region.name + " is shown as "
                + ONLY.name + ".");
    }

    /** @param nameOrId as a user typed it */
    boolean is(String nameOrId) {
        return name.equals(nameOrId) || id.toString().equals(nameOrId);
    }
}
