package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: after {@value #FREE_TRIES} wrong passwords or codes each further try within the window is refused
 * without looking at it. Thread-safe; bounded in memory; forgotten at a restart.
 */
@Component
class LoginLimit {

    static final int FREE_TRIES = 20;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private record Tries(int count, Instant last) {}

    private final Clock clock;
    private final Map<String, Tries> tries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > REMEMBERED;
        }
    };

    LoginLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a try before its result is known, so that many at once do not pass together.
     *
     * @param who whose tries count together
     * @throws ApiException 429 if there were too many that did not {@link #succeeded}
     */
    synchronized void attempt(String who) {
        Instant now = Instant.now(clock);
        Tries known = tries.get(who);
        Duration left = known == null ? Duration.ZERO : Duration.between(now, known.last().plus(WINDOW));
        int count = left.isPositive() && known != null ? known.count() : 0;
        if (count >= FREE_TRIES) {
            throw ApiException.tooManyRequests("There were too many wrong passwords or codes. Wait "
                    + (left.toMinutes() + 1) + " minutes and try again.", left);
        }
        tries.remove(who);
        tries.put(who, new Tries(count + 1, now));
    }

    synchronized void succeeded(String who) {
        tries.remove(who);
    }
}
