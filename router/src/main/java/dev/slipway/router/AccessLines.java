package dev.slipway.router;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Access lines on their way to the control plane: the newest few megabytes. Adding never blocks; what had to make room
 * is counted, and told to each app in a line of its own.
 */
final class AccessLines {

    private static final int MAX_BATCH = 1000;

    private final long maxChars;
    private final Clock clock;
    private final ConcurrentLinkedQueue<AccessLine> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong chars = new AtomicLong();
    private final ConcurrentHashMap<String, Long> dropped = new ConcurrentHashMap<>();

    AccessLines(long maxChars, Clock clock) {
        this.maxChars = maxChars;
        this.clock = clock;
    }

    void add(String app, String text) {
        queue.add(new AccessLine(app, clock.instant(), text));
        chars.addAndGet(text.length());
        dropOldest();
    }

    /** Up to a thousand lines, oldest first, preceded by notices of dropped ones; empty if there is nothing to say. */
    List<AccessLine> takeBatch() {
        List<AccessLine> batch = new ArrayList<>(notices());
        AccessLine line;
        while (batch.size() < MAX_BATCH && (line = queue.poll()) != null) {
            chars.addAndGet(-line.text().length());
            batch.add(line);
        }
        return batch;
    }

    private void dropOldest() {
        AccessLine oldest;
        while (chars.get() > maxChars && (oldest = queue.poll()) != null) {
            chars.addAndGet(-oldest.text().length());
            dropped.merge(oldest.app(), 1L, Long::sum);
        }
    }

    private List<AccessLine> notices() {
        Map<String, Long> counts = new TreeMap<>();
        dropped.keySet().forEach(app -> {
            Long count = dropped.remove(app);
            if (count != null) {
                counts.put(app, count);
            }
        });
        List<AccessLine> notices = new ArrayList<>();
        counts.forEach((app, count) -> notices.add(new AccessLine(
                app, clock.instant(), "at=warning code=L10 desc=\"Output buffer overflow\" dropped=" + count)));
        return notices;
    }
}
