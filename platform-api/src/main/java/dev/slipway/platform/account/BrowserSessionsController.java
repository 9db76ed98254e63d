package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /oauth/sessions}: where the caller is logged in with a browser. */
@RestController
class BrowserSessionsController {

    private final BrowserSessions sessions;
    private final Clock clock;

    BrowserSessionsController(BrowserSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** @param expiresIn seconds */
    record SessionView(UUID id, String description, long expiresIn, Instant createdAt, Instant updatedAt) {}

    @GetMapping("/oauth/sessions")
    List<SessionView> list(Account caller) {
        return sessions.list(caller).stream().map(this::view).toList();
    }

    /** The session that the caller's token came from: here tokens live on their own, and the CLI's logout expects this. */
    @DeleteMapping("/oauth/sessions/~")
    void endOwn(Account caller) {
        throw ApiException.notFound("session");
    }

    @DeleteMapping("/oauth/sessions/{id}")
    SessionView end(Account caller, @PathVariable UUID id) {
        return view(sessions.end(caller, id));
    }

    private SessionView view(BrowserSession session) {
        return new SessionView(session.id(), session.description(),
                Duration.between(Instant.now(clock), session.expiresAt()).toSeconds(), session.createdAt(), session.createdAt());
    }
}
