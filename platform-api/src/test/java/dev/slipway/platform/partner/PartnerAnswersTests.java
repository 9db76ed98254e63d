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

    private static final JsonMapper JSON = new JsonMapper();

    private static PartnerAnswer read(int status, String body) {
        return PartnerAnswers.toOrder(JSON, status, bytes(body));
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
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
    @ValueSource(strings = {"ok", "", "<html>", "[]", "\"ok\"", "null", "7", "{"})
    void aProviderThatTookAPlanOrRemovedAnAddonMaySayWhatItLikes(String body) {
        Accepted nothing = new Accepted(false, "", Map.of(), "");

        assertThat(PartnerAnswers.toChange(JSON, 200, bytes(body))).isEqualTo(nothing);
        assertThat(PartnerAnswers.toRemoval(JSON, 200, bytes(body))).isEqualTo(nothing);
    }

    @Test
    void aChangeOfPlanMayChangeTheConfig() {
        assertThat(PartnerAnswers.toChange(JSON, 200, bytes("{\"config\": {\"A_URL\": \"x\"}, \"message\": \"More.\"}")))
                .isEqualTo(new Accepted(false, "", Map.of("A_URL", "x"), "More."));
        assertThat(PartnerAnswers.toChange(JSON, 200, bytes("{\"config\": {\"A_URL\": 1}}"))).isInstanceOf(Failed.class);
        assertThat(PartnerAnswers.toChange(JSON, 422, bytes("no"))).isEqualTo(new Refused(422, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203, 204, 205, 206, 299})
    void everySuccessOfARemovalIsOne(int status) {
        assertThat(PartnerAnswers.toRemoval(JSON, status, bytes("{\"config\": 1}"))).isInstanceOf(Accepted.class);
    }

    @Test
    void whatIsNoSuccessOfARemovalIsNone() {
        assertThat(PartnerAnswers.toRemoval(JSON, 410, bytes(""))).isEqualTo(new Gone());
        assertThat(PartnerAnswers.toRemoval(JSON, 409, bytes("{\"message\": \"Unpaid.\"}"))).isEqualTo(new Refused(409, "Unpaid."));
        assertThat(PartnerAnswers.toRemoval(JSON, 302, bytes(""))).isInstanceOf(Failed.class);
        assertThat(PartnerAnswers.toRemoval(JSON, 500, bytes(""))).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 206, 301, 302, 500, 503, 999})
    void otherStatusesAreFailures(int status) {
        assertThat(read(status, "{}")).isEqualTo(new Failed("answered with an error (" + status + ")"));
    }
}
