package dev.slipway.platform.login;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.account.Authorizations;
import dev.slipway.platform.account.Credentials;
import dev.slipway.platform.account.Description;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.crypto.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /auth}: the CLI's side of {@code heroku login}. The browser's side is {@link CliLoginPages}. */
@Public("this is the login")
@RestController
class CliLoginController {

    /** As the CLI's help says of the tokens that a browser login gives. */
    private static final Duration TOKEN_LIFE = Duration.ofDays(365);

    private final CliLogins logins;
    private final CliLoginSettings settings;
    private final Authorizations authorizations;
    private final JsonMapper json;

    CliLoginController(CliLogins logins, CliLoginSettings settings, Authorizations authorizations, JsonMapper json) {
        this.logins = logins;
        this.settings = settings;
        this.authorizations = authorizations;
        this.json = json;
    }

    record Request(@Nullable String description) {}

    /**
     * Both addresses are paths on the host that was asked.
     *
     * @param token what the CLI, and nobody else, asks for the outcome with
     */
    record Started(String browserUrl, String cliUrl, String token) {}

    @PostMapping("/auth")
    @ResponseStatus(HttpStatus.CREATED)
    Started begin(@RequestBody(required = false) @Nullable Request request, HttpServletRequest http) {
        Secret poll = Secret.random();
        CliLogin login = logins.begin(poll, Description.parse("description", request == null ? null : request.description(),
                "Heroku CLI login"), RequestOrigin.client(http));
        return new Started("/auth/browser/" + login.id(), "/auth/cli/" + login.id(), poll.value());
    }

    /** Answers when somebody has decided. Until then spaces, which JSON allows in front, keep the connection alive. */
    @GetMapping("/auth/cli/{id}")
    void await(@PathVariable String id,
               @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
               HttpServletResponse response) throws IOException, InterruptedException {
        Secret poll = new Secret(Credentials.of(authorization).password());
        CliLogin login = logins.require(id);
        if (!login.isFor(poll)) {
            throw ApiException.unauthorized("Only the program that began this login may ask for its outcome.");
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        OutputStream out = response.getOutputStream();
        out.flush();
        Optional<CliLogin.Decision> decision = login.await(settings.heartbeat());
        while (decision.isEmpty() && !logins.late(login)) {
            out.write(' ');
            out.flush();
            decision = login.await(settings.heartbeat());
        }
        out.write(json.writeValueAsBytes(outcome(login, decision)));
    }

    private Map<String, String> outcome(CliLogin login, Optional<CliLogin.Decision> decision) {
        // Who waited for too long may have been removed by the next who began.
        if (!logins.remove(login) && decision.isPresent()) {
            return Map.of("error", "The outcome of this login was asked for before. Type heroku login again.");
        }
        return switch (decision.orElse(new CliLogin.Decision.Ended("Nobody logged in within ten minutes."))) {
            case CliLogin.Decision.Approved(var session) -> authorizations.login(session, login.description(), TOKEN_LIFE)
                    .map(made -> Map.of("access_token", made.token()))
                    .orElse(Map.of("error", "The browser that approved this login is not logged in any more. Type heroku "
                            + "login again."));
            case CliLogin.Decision.Ended(var reason) -> Map.of("error", reason);
        };
    }
}
