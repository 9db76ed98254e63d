package dev.slipway.platform.log;

import java.util.List;
import java.util.Optional;

/**
 * What a reader gets at a time.
 *
 * @param lostBefore what it missed immediately before {@code lines}
 */
public record LogBatch(Optional<Loss> lostBefore, List<LogRecord> lines) {

    public boolean isEmpty() {
        return lostBefore.isEmpty() && lines.isEmpty();
    }
}
