package dev.slipway.platform.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one stack that all apps are built for and run on. */
public record Stack(UUID id, String name, String state, @JsonProperty("default") boolean isDefault, Instant createdAt, Instant updatedAt) {

    public static final Stack ONLY = new Stack(id("slipway-trixie"), "slipway-trixie", "public", true, Instant.EPOCH,
            Instant.EPOCH);

    /** Stacks of Heroku, from the oldest that tutorials name. */
    private static final Pattern HEROKUS = Pattern.compile("cedar|cedar-14|heroku-\\d{2}");

    /**
     * Reads a stack that a user asks for by name or id.
     *
     * @return a warning if {@link #ONLY} stands for a stack of Heroku that was asked for
     * @throws ApiException 422 if it cannot
     */
    public static Optional<String> choose(@Nullable String asked) {
        if (asked == null || asked.equals(ONLY.name) || asked.equals(ONLY.id.toString())) {
            return Optional.empty();
        }
        if (asked.equals("container")) {
            throw ApiException.invalid("Slipway does not build from a Dockerfile or heroku.yml, so there is no stack container. "
                    + "Leave the stack out, and add a Procfile with the command to run.");
        }
        if (!HEROKUS.matcher(asked).matches()) {
            throw ApiException.invalid("There is no such stack. This installation has one, " + ONLY.name
                    + " (Debian 13); leave the stack out.");
        }
        return Optional.of("This installation has one stack, " + ONLY.name + " (Debian 13), which is used instead of "
                + asked + ".");
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
