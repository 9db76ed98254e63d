package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessRecordTests {

    @Test
    void aLineHasHerokusFieldsInHerokusOrder() {
        assertThat(new AccessRecord(request("/"), null, "web.1", Duration.ZERO, Duration.ofMillis(12), 200, 13).text())
                .isEqualTo("at=info method=GET path=\"/\" host=hello.localhost request_id=id fwd=\"1.2.3.4\" dyno=web.1 "
                        + "connect=0ms service=12ms status=200 bytes=13 protocol=https");
    }

    @Test
    void anErrorIsNamedFirst() {
        assertThat(new AccessRecord(
                                request("/"), RouterError.H12, "web.1", Duration.ZERO, Duration.ofSeconds(30), 503, 0)
                        .text())
                .startsWith("at=error code=H12 desc=\"Request timeout\" method=GET path=\"/\" ")
                .endsWith(" service=30000ms status=503 bytes=0 protocol=https");
    }

    @Test
    void aHostilePathCannotForgeFieldsOrLines() {
        String path = "/\" status=200 \\\r\nat=info \u001b[2J";

        assertThat(new AccessRecord(request(path), null, "web.1", Duration.ZERO, Duration.ZERO, 404, 0).text())
                .contains(" path=\"/\\\" status=200 \\\\\\x0d\\x0aat=info \\x1b[2J\" host=")
                .doesNotContain("\r", "\n", "\u001b");
    }

    @Test
    void aClientCannotMakeLinesOfAnyLength() {
        ClientRequest request = request("/" + "\"".repeat(50_000));
        request.headers().set("X-Forwarded-For", "\"".repeat(50_000));

        assertThat(new AccessRecord(request, null, "web.1", Duration.ZERO, Duration.ZERO, 200, 0).text())
                .hasSizeLessThan(9000).contains(", 1.2.3.4\" dyno=web.1 ").endsWith(" status=200 bytes=0 protocol=https");
    }

    @Test
    void aFullQueueKeepsTheNewestAndTellsHowManyWereDropped() {
        AccessLines lines = new AccessLines(10, Clock.systemUTC());
        for (int i = 0; i < 25; i++) {
            lines.add("shop", "%02d".formatted(i));
        }

        List<AccessLine> batch = lines.takeBatch();

        assertThat(batch).extracting(AccessLine::text).containsExactly(
                "at=warning code=L10 desc=\"Output buffer overflow\" dropped=20", "20", "21", "22", "23", "24");
        assertThat(lines.takeBatch()).isEmpty();
    }

    private static ClientRequest request(String path) {
        return new ClientRequest(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path, new DefaultHttpHeaders(), false),
                new Authority("hello.localhost", 0),
                true,
                443,
                "1.2.3.4",
                "id",
                0,
                null);
    }
}
