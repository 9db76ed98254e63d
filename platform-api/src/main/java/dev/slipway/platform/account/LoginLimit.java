package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after so many wrong passwords or codes each further try within the window is refused without looking
 * at it. Thread-safe; bounded in memory; forgotten at a restart.
 */
final class LoginLimit {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;
    /** An address and an e-mail address fit; what is longer, a guesser made up. */
    private static final int LONGEST = 320;

    private record Tries(int count, Instant end) {}

    private final int most;
    private final Clock clock;
    private final Map<String, Tries> tries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param most wrong tries within the window */
    LoginLimit(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /**
     * Counts a try before its result is known, so that many at once do not pass together.
     *
     * @param who whose tries count together
     * @throws ApiException 429 if there were too many that were neither {@link #forget forgotten} nor {@link #takeBack taken back}
     */
    synchronized void attempt(String who) {
        String key = key(who);
        Instant now = Instant.now(clock);
        Tries known = tries.get(key);
        if (known == null || !now.isBefore(known.end())) {
            known = new Tries(0, now.plus(WINDOW));
        }
        if (known.count() >= most) {
            Duration left = Duration.between(now, known.end());
            throw ApiException.tooManyRequests("There were too many wrong passwords or codes. Wait "
                    + (left.toMinutes() + 1) + " minutes and try again.", left);
        }
        tries.remove(key);
        tries.put(key, new Tries(known.count() + 1, known.end()));
    }

    /** A try was right, which forgives the wrong ones before it. */
    synchronized void forget(String who) {
        tries.remove(key(who));
    }

    /** A try was right, which says nothing of those before it. */
    synchronized void takeBack(String who) {
        tries.computeIfPresent(key(who), (_, known) -> new Tries(Math.max(0, known.count() - 1), known.end()));
    }

    private static String key(String who) {
        return who.substring(0, Math.min(LONGEST, who.length()));
    }
}
