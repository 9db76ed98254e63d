package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: after {@value #FREE_TRIES} wrong passwords for one e-mail address from one client each further try
 * within the window is refused without looking at the password; the owner, elsewhere, still gets in. Thread-safe; bounded in memory; forgotten at a restart.
 */
@Component
class LoginLimit {

    private static final int FREE_TRIES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    LoginLimit(Clock clock) {
        this.clock = clock;
    }

    /** @throws ApiException 429 if this client has failed too often at this address */
    synchronized void check(String email, String client) {
        Failures known = failures.get(key(email, client));
        if (known == null) {
            return;
        }
        Duration left = Duration.between(Instant.now(clock), known.last().plus(WINDOW));
        if (left.isNegative()) {
            failures.remove(key(email, client));
        } else if (known.count() >= FREE_TRIES) {
            throw ApiException.tooManyRequests("There were too many wrong passwords for this address. Wait "
                    + (left.toMinutes() + 1) + " minutes and try again.", left);
        }
    }

    synchronized void failed(String email, String client) {
        Failures known = failures.remove(key(email, client));
        failures.put(key(email, client), new Failures(known == null ? 1 : known.count() + 1, Instant.now(clock)));
    }

    synchronized void succeeded(String email, String client) {
        failures.remove(key(email, client));
    }

    private static String key(String email, String client) {
        return client + " " + email.toLowerCase(Locale.ROOT);
    }
}
