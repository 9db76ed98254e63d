package dev.slipway.platform.api;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a request's body names a thing: as a string, or as an object with one of the fields {@code id}, {@code name}, {@code email}. */
public final class References {

    private References() {}

    /**
     * The name or id.
     *
     * @param what for the error's sentence, for example {@code app}
     * @throws ApiException 422 if it is neither
     */
    public static String of(@Nullable JsonNode node, String what) {
        JsonNode value = node;
        if (node != null && node.isObject()) {
            value = Stream.of("id", "name", "email").map(node::path).filter(JsonNode::isString).findFirst().orElse(null);
        }
        // PostgreSQL takes no NUL, and nothing is named with one.
        if (value == null || !value.isString() || value.asString().indexOf('\0') >= 0) {
            throw ApiException.invalid("Give the " + what + " by its name or id.");
        }
        return value.asString();
    }
}
