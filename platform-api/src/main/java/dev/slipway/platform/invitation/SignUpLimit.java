package dev.slipway.platform.invitation;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.RequestOrigin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How often one client may try to sign up: a class behind one address does so within minutes, a program for as long as it
 * is let. Thread-safe; bounded in memory; forgotten at a restart.
 */
@Component
class SignUpLimit {

    private static final int TRIES = 200;
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private record Window(int tries, Instant end) {}

    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > REMEMBERED;
        }
    };

    SignUpLimit(Clock clock) {
        this.clock = clock;
    }

    /** @throws ApiException 429 if this client has tried too often */
    synchronized void count(String client) {
        Instant now = Instant.now(clock);
        String network = RequestOrigin.network(client);
        Window window = windows.get(network);
        if (window == null || window.end().isBefore(now)) {
            window = new Window(0, now.plus(WINDOW));
        }
        if (window.tries() >= TRIES) {
            Duration left = Duration.between(now, window.end());
            throw ApiException.tooManyRequests("Too many people signed up from your network within the hour. Try again in "
                    + (left.toMinutes() + 1) + " minutes.", left);
        }
        windows.remove(network);
        windows.put(network, new Window(window.tries() + 1, window.end()));
    }
}
