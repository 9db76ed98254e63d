package dev.slipway.platform.log;

import java.util.ArrayList;
import java.util.List;

/**
 * @param linesPerSecond lines that the dynos of one app may write a second in the long run, and its routers as many
 * @param bytesPerSecond the same in bytes; for both, {@link #BURST_SECONDS} times as much may come at once
 */
public record LogSettings(int linesPerSecond, long bytesPerSecond) {

    static final int BURST_SECONDS = 10;

    /** @throws IllegalArgumentException naming every setting that is wrong */
    public LogSettings {
        List<String> mistakes = new ArrayList<>();
        if (linesPerSecond < 1) {
            mistakes.add("slipway.logs.lines-per-second must be at least 1, not " + linesPerSecond);
        }
        if (bytesPerSecond < 10_000) {
            mistakes.add("slipway.logs.bytes-per-second must be at least 10,000, the longest line, not " + bytesPerSecond);
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }
}
