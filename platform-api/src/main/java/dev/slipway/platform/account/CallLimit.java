package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the API that an account has left: a bucket that holds an hour's worth and fills up evenly. Thread-safe; in
 * memory, so that a restart fills all buckets.
 */
public final class CallLimit {

    private static final double SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();
    /** At this many buckets those that have filled up again are thrown away. */
    private static final int TIDY_AT = 10_000;

    /** @param granted whether the call that made this bucket what it is was let through */
    private record Bucket(double calls, Instant at, boolean granted) {}

    private final ConcurrentMap<UUID, Bucket> buckets = new ConcurrentHashMap<>();
    private final int perHour;
    private final Clock clock;

    public CallLimit(int perHour, Clock clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /**
     * Counts one call.
     *
     * @return how many are left, at least 0
     * @throws ApiException 429 if none was left
     */
    int take(Account account) {
        Instant now = Instant.now(clock);
        Bucket after = buckets.compute(account.id(), (_, before) -> {
            double calls = calls(before, now);
            return new Bucket(calls < 1 ? calls : calls - 1, now, calls >= 1);
        });
        if (!after.granted()) {
            Duration wait = Duration.ofSeconds((long) ((1 - after.calls()) * SECONDS_PER_HOUR / perHour));
            throw ApiException.tooManyRequests("This account has used up its " + perHour + " API calls an hour. Wait "
                    + (wait.toSeconds() + 1) + " seconds and try again, and make fewer calls.", wait);
        }
        if (buckets.size() > TIDY_AT) {
            buckets.values().removeIf(bucket -> calls(bucket, now) >= perHour);
        }
        return (int) after.calls();
    }

    int left(Account account) {
        return (int) calls(buckets.get(account.id()), Instant.now(clock));
    }

    private double calls(@Nullable Bucket bucket, Instant now) {
        if (bucket == null) {
            return perHour;
        }
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toMillis() / 1000.0);
        return Math.min(perHour, bucket.calls() + seconds * perHour / SECONDS_PER_HOUR);
    }
}
