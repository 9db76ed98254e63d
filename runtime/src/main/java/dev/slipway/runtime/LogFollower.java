package dev.slipway.runtime;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one dyno's log on a thread of its own, over restarts of the dyno's process and of Docker. It reads only as
 * fast as the sink takes the lines: what waits, waits in Docker's log on disk.
 */
final class LogFollower {
    private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Only a net below {@link #wake()}. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    /** Takes one line. */
    interface Sink {
        void wrote(Instant at, String text);
    }

    private enum Phase { READING, DRAINED, BROKEN, ENDED }

    private final DockerHttpClient http;
    private final String container;
    private final Sink sink;
    private final LogPosition position;
    private final LineAssembler stdout = new LineAssembler(this::line);
    private final LineAssembler stderr = new LineAssembler(this::line);
    private Instant at = Instant.EPOCH;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Phase phase = Phase.READING;
    private boolean wanted;
    private boolean finishing;
    private boolean closed;
    private @Nullable ContainerLog open;

    LogFollower(DockerHttpClient http, String container, LogPosition position, Sink sink) {
        this.http = http;
        this.container = container;
        this.position = position;
        this.sink = sink;
    }

    void start() {
        Thread.ofVirtual().name("log-" + container).start(this::run);
    }

    /** A process started: there is something to read again. */
    void wake() {
        locked(this::wanted);
    }

    /** A process runs, so its log must be open; it may be that Docker was away. */
    void wakeIfIdle() {
        locked(() -> {
            if (phase != Phase.READING) {
                wanted();
            }
        });
    }

    private void wanted() {
        wanted = true;
        phase = Phase.READING;
    }

    /** Waits until everything is delivered that the process wrote which has ended; false if that takes too long. */
    boolean awaitDrained(Duration patience) {
        return await(patience, Phase.DRAINED);
    }

    /** The dyno is at its end: delivers what is left of its output, for at most {@code patience}, and stops. */
    void finish(Duration patience) {
        locked(() -> {
            wanted = true; // once more, because a process may have come and gone since the log was read
            finishing = true;
        });
        if (!await(patience, Phase.ENDED)) {
            log.warn("The last lines of {} were not read within {}", container, patience);
            close();
        }
    }

    /** Stops at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (open != null) {
                open.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        do {
            boolean complete = read();
            locked(() -> phase = wanted ? Phase.READING : complete ? Phase.DRAINED : Phase.BROKEN);
        } while (awaitMore());
        locked(() -> phase = Phase.ENDED);
    }

    /** Reads to the end of the log; false when the connection broke before. */
    private boolean read() {
        try (ContainerLog messages = opened(ContainerLog.open(http, container, position.resume()))) {
            for (ContainerLog.Message message = messages.next(); message != null; message = messages.next()) {
                if (position.advance(message.at())) {
                    at = message.at();
                    (message.stdout() ? stdout : stderr).add(message.text());
                }
            }
            stdout.flush();
            stderr.flush();
            return true;
        } catch (IOException e) {
            log.debug("The log of {} broke off", container, e);
            return false;
        }
    }

    private ContainerLog opened(ContainerLog messages) throws IOException {
        lock.lock();
        try {
            if (closed) {
                messages.close();
                throw new IOException("closed");
            }
            open = messages;
            return messages;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next reason to read; false when there will be none. */
    private boolean awaitMore() {
        lock.lock();
        try {
            open = null;
            boolean drained = phase == Phase.DRAINED;
            long left = (drained ? LOOK_AGAIN : RETRY).toNanos();
            while (!closed && !wanted && !(finishing && drained) && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed || finishing && drained && !wanted) {
                return false;
            }
            wanted = false;
            phase = Phase.READING;
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration patience, Phase goal) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (phase != goal && phase != Phase.ENDED && left > 0) {
                left = changed.awaitNanos(left);
            }
            return phase == goal || phase == Phase.ENDED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void line(String text) {
        sink.wrote(at, text);
    }
}
