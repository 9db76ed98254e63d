package dev.slipway.platform.partner;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/** Makes a {@link PartnerAnswer} of what came over the wire. */
final class PartnerAnswers {

    private static final int LONGEST_MESSAGE = 500;
    private static final PartnerAnswer DONE = new PartnerAnswer.Accepted(false, "", Map.of(), "");
    private static final String GARBAGE = "gave an answer that is not the JSON of Heroku's Add-on Partner API";

    private PartnerAnswers() {}

    /** An add-on is not there unless its provider says so in the API's words. */
    static PartnerAnswer toOrder(ObjectMapper json, int status, byte[] body) {
        return read(status, parsed(json, body));
    }

    /** Of a provider that took the new plan, whatever else it says counts only if it is the API's. */
    static PartnerAnswer toChange(ObjectMapper json, int status, byte[] body) {
        JsonNode read = parsed(json, body);
        return read(status, read == null || !read.isObject() ? MissingNode.getInstance() : read);
    }

    /** A provider that removed something has nothing more to say. */
    static PartnerAnswer toRemoval(ObjectMapper json, int status, byte[] body) {
        return status >= 200 && status < 300 ? DONE : read(status, parsed(json, body));
    }

    private static PartnerAnswer read(int status, @Nullable JsonNode body) {
        return switch (status) {
            case 200, 201, 202 -> accepted(status == 202, body);
            case 204 -> DONE;
            case 404, 410 -> new PartnerAnswer.Gone();
            default -> status >= 400 && status < 500 ? new PartnerAnswer.Refused(status, body == null ? "" : message(body))
                    : new PartnerAnswer.Failed("answered with an error (" + status + ")");
        };
    }

    private static PartnerAnswer accepted(boolean later, @Nullable JsonNode body) {
        if (body == null || !(body.isObject() || body.isMissingNode())) {
            return new PartnerAnswer.Failed(GARBAGE);
        }
        JsonNode given = body.path("config");
        Map<String, String> config = new LinkedHashMap<>();
        for (var one : given.properties()) {
            if (!one.getValue().isString()) {
                return new PartnerAnswer.Failed("gave a config var that is not a text");
            }
            config.put(one.getKey(), one.getValue().asString());
        }
        boolean odd = !given.isMissingNode() && !given.isNull() && !given.isObject();
        return odd ? new PartnerAnswer.Failed(GARBAGE)
                : new PartnerAnswer.Accepted(later, body.path("id").isValueNode() ? clean(body.path("id").asString("")) : "", config,
                        message(body));
    }

    /** Null if it is no JSON; a missing node if there is nothing. */
    private static @Nullable JsonNode parsed(ObjectMapper json, byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : json.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String message(JsonNode body) {
        JsonNode message = body.path(body.path("message").isString() ? "message" : "error");
        return message.isString() ? clean(message.asString()) : "";
    }

    /** Shown on people's terminals: without what moves a cursor. */
    private static String clean(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }
}
