package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** People who make an account for themselves, where addresses of two domains may. */
@PlatformTest
@TestPropertySource(properties = {"slipway.sign-up=@Uni.Example, @bücher.example", "slipway.contact=Ada <ada@uni.example>"})
class SignUpIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;

    private ApiClient.Answer signUp(String email) throws Exception {
        return ApiClient.anonymous(port).submit("/signup", Map.of("email", email, "name", "Ada", "password", PASSWORD));
    }

    @Test
    void whoSignsUpLogsIn() throws Exception {
        String email = "new-" + UUID.randomUUID() + "@uni.example";
        assertThat(ApiClient.anonymous(port).get("/signup").is(200).response().body()).contains("@uni.example, @bücher.example");

        signUp(email).is(200);

        assertThat(ApiClient.anonymous(port).login(email, PASSWORD).get("/account").is(200).text("name")).isEqualTo("Ada");
        assertThat(signUp(email.toUpperCase()).is(422).response().body()).contains("There is an account");
    }

    @Test
    void whoHasAnAccountTakesAnotherAddressThatMaySignUp() throws Exception {
        String email = "old-" + UUID.randomUUID() + "@uni.example";
        signUp(email).is(200);
        ApiClient user = ApiClient.anonymous(port).login(email, PASSWORD);
        String change = "{\"password\":\"" + PASSWORD + "\",\"email\":\"%s\"}";

        assertThat(user.patch("/account", change.formatted("prof@evil.example")).isError(403, "forbidden").text("message"))
                .contains("Ask Ada <ada@uni.example>");
        assertThat(user.patch("/account", change.formatted("new-" + email)).is(200).text("email")).isEqualTo("new-" + email);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@UNI.example", "@bücher.example", "@xn--bcher-kva.example", "@BÜCHER.EXAMPLE"})
    void aDomainCountsInEverySpelling(String domain) throws Exception {
        signUp("s-" + UUID.randomUUID() + domain).is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@evil.example", "a@cs.uni.example", "a@notuni.example", "a@uni.example.evil.example", "a@uni.exampl"})
    void otherDomainsAreTurnedAwayWithWhomToAsk(String email) throws Exception {
        assertThat(signUp(email).is(422).response().body()).contains("Ada &lt;ada@uni.example&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a@evil.example@uni.example", "<script>@uni.example", "a\u0000@uni.example", "a\n@uni.example",
            "$(touch x)@uni.example"})
    void malformedAddressesAreRefusedAndShownHarmless(String email) throws Exception {
        assertThat(signUp(email).is(422).response().body()).contains("is not valid").doesNotContain("<script>");
    }
}
