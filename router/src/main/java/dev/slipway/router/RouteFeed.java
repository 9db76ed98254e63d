package dev.slipway.router;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON that a router and its control plane speak; both ends use this class, so that it is written down once.
 *
 * <pre>
 * GET  /internal/routes          endless NDJSON of {@link RouteUpdate}: {"type":"snapshot","version":7,"routes":[…]}
 * POST /internal/router-reports  one {@link RouterReport}:              {"router":"…","version":7,"draining":{}}
 * POST /internal/router-logs     NDJSON of {@link AccessLine}:          {"app":"…","at":"2026-…Z","text":"at=info …"}
 * </pre>
 *
 * Every request carries {@code Authorization: Bearer} and {@code X-Router-Id}. Unknown JSON fields are ignored, so that
 * either end may be the newer one. No encoded line contains a line break. Thread-safe.
 */
public final class RouteFeed {

    /** Path of the route feed on the control plane. */
    public static final String ROUTES_PATH = "/internal/routes";
    /** Path that takes a {@link RouterReport}. */
    public static final String REPORTS_PATH = "/internal/router-reports";
    /** Path that takes {@link AccessLine}s. */
    public static final String LOGS_PATH = "/internal/router-logs";
    /** Header that names the router, as {@link RouterReport#router()} does. */
    public static final String ROUTER_ID_HEADER = "X-Router-Id";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // What is missing counts as null, which is an error unless the component has a value for it.
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(RouteUpdate.class, TypedByName.class)
            .build();

    private RouteFeed() {}

    /** One line, without the line break. */
    public static String encode(RouteUpdate update) {
        return JSON.writerFor(RouteUpdate.class).writeValueAsString(update);
    }

    /** @throws IllegalArgumentException if {@code line} is not an update this version knows */
    public static RouteUpdate decodeUpdate(String line) {
        return decode(line, RouteUpdate.class);
    }

    /** One JSON object on one line. */
    public static String encode(RouterReport report) {
        return JSON.writeValueAsString(report);
    }

    /** @throws IllegalArgumentException if {@code json} is not a report */
    public static RouterReport decodeReport(String json) {
        return decode(json, RouterReport.class);
    }

    /** NDJSON, each line ended by a line feed; empty for no lines. */
    public static String encode(Collection<AccessLine> lines) {
        return lines.stream().map(line -> JSON.writeValueAsString(line) + "\n").collect(Collectors.joining());
    }

    /**
     * @param ndjson as {@link #encode(Collection)} makes it; blank lines are skipped
     * @throws IllegalArgumentException if a line is not an access line
     */
    public static List<AccessLine> decodeAccessLines(String ndjson) {
        return ndjson.lines().filter(line -> !line.isBlank()).map(line -> decode(line, AccessLine.class)).toList();
    }

    private static <T> T decode(String json, Class<T> type) {
        try {
            T decoded = JSON.readValue(json, type);
            if (decoded == null) {
                throw new IllegalArgumentException("not a " + type.getSimpleName() + " in JSON: null");
            }
            return decoded;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "not a " + type.getSimpleName() + " in JSON: " + e.getOriginalMessage(), e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @Type(value = RouteUpdate.Snapshot.class, name = "snapshot"),
        @Type(value = RouteUpdate.Put.class, name = "put"),
        @Type(value = RouteUpdate.Remove.class, name = "remove"),
        @Type(value = RouteUpdate.Ping.class, name = "ping")
    })
    private interface TypedByName {}
}
