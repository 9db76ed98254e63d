package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFeedTests {

    private static final Route ROUTE = new Route(
            "shop.localhost", "key", "shop\n", Route.Status.SERVING, List.of(new Upstream("d1", "web.1", "10.0.0.2", 5000)));

    @Test
    void updatesSurviveTheRoundTripOnOneLineEach() {
        for (RouteUpdate update : List.of(
                new RouteUpdate.Snapshot(7, List.of(ROUTE)),
                new RouteUpdate.Put(8, ROUTE),
                new RouteUpdate.Remove(9, "shop.localhost"),
                new RouteUpdate.Ping())) {
            String line = RouteFeed.encode(update);

            assertThat(line).doesNotContain("\n");
            assertThat(RouteFeed.decodeUpdate(line)).isEqualTo(update);
        }
    }

    @Test
    void theFormatIsWhatTheDocumentationSays() {
        assertThat(RouteFeed.encode(new RouteUpdate.Remove(9, "a.b"))).contains("\"type\":\"remove\"", "\"version\":9");
        assertThat(RouteFeed.encode(new RouterReport("r", 7, Map.of("d1", 2)))).contains("\"draining\":{\"d1\":2}");
        assertThat(RouteFeed.encode(List.of(new AccessLine("key", Instant.EPOCH, "at=info"))))
                .isEqualTo("{\"app\":\"key\",\"at\":\"1970-01-01T00:00:00Z\",\"text\":\"at=info\"}\n");
    }

    @Test
    void aRouteFromBeforeThereWereAliasesIsUnderstood() {
        String line = "{\"type\":\"put\",\"version\":8,\"route\":{\"hostname\":\"shop.localhost\",\"app\":\"key\","
                + "\"appName\":\"shop\\n\",\"status\":\"SERVING\",\"upstreams\":[{\"id\":\"d1\",\"dyno\":\"web.1\","
                + "\"host\":\"10.0.0.2\",\"port\":5000}]}}";

        assertThat(RouteFeed.decodeUpdate(line)).isEqualTo(new RouteUpdate.Put(8, ROUTE));
    }

    @Test
    void reportsAndAccessLinesSurviveTheRoundTrip() {
        RouterReport report = new RouterReport("r", 7, Map.of("d1", 2));
        List<AccessLine> lines = List.of(
                new AccessLine("key", Instant.parse("2030-01-02T03:04:05.678Z"), "path=\"/\u2028\n\""),
                new AccessLine("key", Instant.EPOCH, "two"));

        assertThat(RouteFeed.decodeReport(RouteFeed.encode(report))).isEqualTo(report);
        assertThat(RouteFeed.decodeAccessLines(RouteFeed.encode(lines))).isEqualTo(lines);
    }

    @Test
    void fieldsFromTheFutureAreIgnored() {
        assertThat(RouteFeed.decodeUpdate("{\"type\":\"remove\",\"new\":[1],\"version\":9,\"hostname\":\"a.b\"}"))
                .isEqualTo(new RouteUpdate.Remove(9, "a.b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "[]", "null", "{}", "{\"type\":\"explode\"}", "{\"type\":\"put\",\"version\":1}",
        "{\"type\":\"snapshot\",\"version\":1,\"routes\":null}", "{\"type\":\"snapshot\",\"version\":1,\"routes\":[{}]}",
        "{\"type\":\"remove\",\"hostname\":\"a.b\"}"
    })
    void whatIsNoUpdateIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> RouteFeed.decodeUpdate(line));
    }
}
