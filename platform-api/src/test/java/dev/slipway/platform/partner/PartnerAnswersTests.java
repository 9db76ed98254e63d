package dev.slipway.platform.partner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.partner.PartnerAnswer.Accepted;
import dev.slipway.platform.partner.PartnerAnswer.Failed;
import dev.slipway.platform.partner.PartnerAnswer.Gone;
import dev.slipway.platform.partner.PartnerAnswer.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PartnerAnswersTests {

    private static PartnerAnswer read(int status, String body) {
        return PartnerAnswers.read(new JsonMapper(), status, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAddonThatIsThereComesWithItsConfig() {
        assertThat(read(201, "{\"id\": 7, \"config\": {\"A_URL\": \"x\"}, \"message\": \"Ready.\"}"))
                .isEqualTo(new Accepted(false, "7", Map.of("A_URL", "x"), "Ready."));
        assertThat(read(202, "{\"id\": \"x\"}")).isEqualTo(new Accepted(true, "x", Map.of(), ""));
        assertThat(read(204, "")).isEqualTo(new Accepted(false, "", Map.of(), ""));
    }

    @Test
    void aRefusalIsInTheProvidersWordsWithoutWhatMovesATerminalsCursor() {
        assertThat(read(422, "{\"message\": \"No\\u001b[2J more\\r\\nroom.\"}")).isEqualTo(new Refused(422, "No [2J more room."));
        assertThat(read(400, "{\"error\": \"no\"}")).isEqualTo(new Refused(400, "no"));
        assertThat(read(429, "slow down")).isEqualTo(new Refused(429, ""));
        assertThat(((Refused) read(422, "{\"message\": \"" + "x".repeat(9999) + "\"}")).message()).hasSize(501);
    }

    @Test
    void whatIsNotThereAnyMoreIsGone() {
        assertThat(read(410, "")).isEqualTo(new Gone());
        assertThat(read(404, "<html>")).isEqualTo(new Gone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "\"ok\"", "{\"config\": 1}", "{\"config\": {\"A\": 1}}", "{\"config\": {\"A\": null}}",
            "{\"config\": [\"A\"]}", "{"})
    void whatIsNoAnswerOfTheApiIsAFailure(String body) {
        assertThat(read(200, body)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 206, 301, 302, 500, 503, 999})
    void otherStatusesAreFailures(int status) {
        assertThat(read(status, "{}")).isEqualTo(new Failed("answered with an error (" + status + ")"));
    }
}
