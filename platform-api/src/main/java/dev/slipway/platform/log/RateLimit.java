package dev.slipway.platform.log;

import java.time.Duration;
import java.time.Instant;

/** A token bucket for lines and one for bytes; both must have enough. Used under its owner's lock. */
final class RateLimit {

    private final LogSettings settings;
    private double lines;
    private double bytes;
    private Instant filled;

    RateLimit(LogSettings settings, Instant now) {
        this.settings = settings;
        this.lines = mostLines();
        this.bytes = mostBytes();
        this.filled = now;
    }

    /** Whether a line of so many bytes may pass now; if so, it counts. */
    boolean admits(long length, Instant now) {
        // A clock that was set back gives nothing, and takes nothing.
        double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
        lines = Math.min(mostLines(), lines + seconds * settings.linesPerSecond());
        bytes = Math.min(mostBytes(), bytes + seconds * settings.bytesPerSecond());
        filled = now;
        if (lines < 1 || bytes < length) {
            return false;
        }
        lines -= 1;
        bytes -= length;
        return true;
    }

    private double mostLines() {
        return (double) settings.linesPerSecond() * LogSettings.BURST_SECONDS;
    }

    private double mostBytes() {
        return (double) settings.bytesPerSecond() * LogSettings.BURST_SECONDS;
    }
}
