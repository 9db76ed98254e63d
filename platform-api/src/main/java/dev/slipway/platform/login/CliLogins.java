package dev.slipway.platform.login;

import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.account.Description;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.crypto.Secret;
import dev.slipway.platform.login.CliLogin.Decision.Ended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The CLIs that wait for a browser. In memory and short-lived: a restart ends them with a sentence, and the user types
 * {@code heroku login} again. Bounded for each network and in all.
 */
@Component
class CliLogins {

    /** As long as the CLI itself waits. */
    static final Duration LIFE = Duration.ofMinutes(10);
    /** A class of students may share one address. */
    private static final int MOST_OF_ONE_NETWORK = 200;
    private static final int MOST = 5_000;

    private final Map<String, CliLogin> waiting = new ConcurrentHashMap<>();
    private final Clock clock;

    CliLogins(Clock clock) {
        this.clock = clock;
    }

    /** @throws ApiException 429 if too many wait */
    synchronized CliLogin begin(Secret poll, Description description, String client) {
        waiting.values().removeIf(this::late);
        String network = RequestOrigin.network(client);
        if (waiting.size() >= MOST
                || waiting.values().stream()
                        .filter(login -> RequestOrigin.network(login.client()).equals(network)).count() >= MOST_OF_ONE_NETWORK) {
            throw ApiException.tooManyRequests("Too many logins wait for a browser. Log in with a password instead: "
                    + "heroku login -i", Duration.ofMinutes(1));
        }
        CliLogin login = new CliLogin(poll, description, client, Instant.now(clock));
        waiting.put(login.id(), login);
        return login;
    }

    Optional<CliLogin> find(String id) {
        return Optional.ofNullable(waiting.get(id)).filter(login -> !late(login));
    }

    /** @throws ApiException 404 if there is none, or it is over */
    CliLogin require(String id) {
        return find(id).orElseThrow(() -> ApiException.notFound("login",
                "This login has ended already, or waited for too long. Type heroku login again."));
    }

    boolean late(CliLogin login) {
        return login.createdAt().plus(LIFE).isBefore(Instant.now(clock));
    }

    /** Whether it was still there: of two that ask for the outcome, one gets it. */
    boolean remove(CliLogin login) {
        return waiting.remove(login.id(), login);
    }

    /** Makes the CLI's token in the name of the session's account, once the CLI asks. @return false if it was decided before */
    boolean approve(CliLogin login, BrowserSession session) {
        return login.decide(new CliLogin.Decision.Approved(session));
    }

    /** @return false if it was decided before */
    boolean cancel(CliLogin login) {
        return login.decide(new Ended("The login was cancelled in the browser."));
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        waiting.values().forEach(login -> login.decide(new Ended("The server restarts. Type heroku login again in a moment.")));
    }
}
