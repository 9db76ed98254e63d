package dev.slipway.runtime;

import java.time.Instant;

/**
 * How far a container's log was read: reading on from here neither repeats nor leaves out a message. Docker can only be
 * asked for messages from an instant on, and a long line comes in several with the same instant, hence the counting.
 * Not safe for use from several threads.
 */
final class LogPosition {
    private Instant newest;
    private int readAtNewest;
    private int toSkip;

    private LogPosition(Instant newest, int readAtNewest) {
        this.newest = newest;
        this.readAtNewest = readAtNewest;
    }

    static LogPosition start() {
        return new LogPosition(Instant.EPOCH, 0);
    }

    /** Behind everything that was written at {@code instant} or before. */
    static LogPosition after(Instant instant) {
        return new LogPosition(instant, Integer.MAX_VALUE);
    }

    /** Begins to read again. Returns Docker's parameter {@code since}: seconds, a dot, nine digits. */
    String resume() {
        toSkip = readAtNewest;
        return "%d.%09d".formatted(newest.getEpochSecond(), newest.getNano());
    }

    /** Whether the message that Docker received at {@code at} has not been read before. */
    boolean advance(Instant at) {
        if (at.isBefore(newest)) {
            return true; // only the order of stdout and stderr: Docker itself leaves out what is before `since`
        }
        if (at.equals(newest)) {
            if (toSkip > 0) {
                toSkip--;
                return false;
            }
            readAtNewest++;
            return true;
        }
        newest = at;
        readAtNewest = 1;
        toSkip = 0;
        return true;
    }
}
