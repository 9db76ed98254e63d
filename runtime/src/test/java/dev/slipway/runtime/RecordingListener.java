package dev.slipway.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** Writes down what it hears: {@code web.1 started}, {@code web.1 STARTING>UP}, {@code web.1 exited 1}, {@code web.1: text}. */
@NullMarked
public final class RecordingListener implements DynoListener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void stateChanged(Dyno dyno, DynoState from) {
        hear(dyno.name() + " " + from + ">" + dyno.state());
    }

    @Override
    public void processStarted(Dyno dyno, int port) {
        hear(dyno.name() + " started");
    }

    @Override
    public void exitTimedOut(Dyno dyno, Duration grace) {
        hear(dyno.name() + " exit timed out");
    }

    @Override
    public void processExited(Dyno dyno, int exitStatus) {
        hear(dyno.name() + " exited " + exitStatus);
    }

    @Override
    public void wrote(Dyno dyno, Instant at, String text) {
        hear(dyno.name() + ": " + text);
    }

    private void hear(String what) {
        synchronized (heard) {
            heard.add(what);
            heard.notifyAll();
        }
    }

    /** All that was heard, in order. */
    public List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** What was heard but for the lines written. */
    public List<String> events() {
        return heard().stream().filter(what -> !what.contains(": ")).toList();
    }

    /** The lines that the dyno of this name wrote. */
    public List<String> linesOf(String dyno) {
        String prefix = dyno + ": ";
        return heard().stream().filter(what -> what.startsWith(prefix)).map(what -> what.substring(prefix.length())).toList();
    }

    public void await(String what) {
        await("'" + what + "'", all -> all.contains(what));
    }

    /** Waits up to a minute until what was heard fulfils {@code condition}. */
    public void await(String description, Predicate<List<String>> condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        synchronized (heard) {
            while (!condition.test(heard)) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new AssertionError("waited in vain for " + description + "; heard: " + heard.subList(Math.max(0, heard.size() - 50), heard.size()));
                }
                try {
                    heard.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    public void forget() {
        synchronized (heard) {
            heard.clear();
        }
    }
}
