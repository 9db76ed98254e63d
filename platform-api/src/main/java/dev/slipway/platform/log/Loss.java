package dev.slipway.platform.log;

import java.time.Instant;

/**
 * Lines that somebody did not get.
 *
 * @param count at least 1
 * @param since when the first of them came
 */
public record Loss(long count, Instant since) {

    /** In Heroku's words. */
    @Override
    public String toString() {
        return count + " messages dropped since " + LogRecord.time(since);
    }
}
