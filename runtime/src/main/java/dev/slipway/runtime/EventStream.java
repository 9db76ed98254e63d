package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Docker's events about the containers of one owner, over breaks of the connection and restarts of Docker. */
final class EventStream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Docker opens the stream just before it subscribes to the events, and then repeats some of those that were missed. */
    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final DockerClient client;
    private final String owner;
    private final Consumer<Event> events;
    private final Runnable sweep;
    private final Thread thread = Thread.ofVirtual().name("docker-events").unstarted(this::run);
    private volatile Instant newest = Instant.now();

    /**
     * @param events called in order, from one thread; may see an event twice
     * @param sweep  called when events may have been missed, and every half minute: compares everything with Docker
     */
    EventStream(DockerClient client, String owner, Consumer<Event> events, Runnable sweep) {
        this.client = client;
        this.owner = owner;
        this.events = events;
        this.sweep = sweep;
    }

    void start() {
        thread.start();
    }

    void close() {
        thread.interrupt();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (follow()) {
                        pause = FIRST_PAUSE;
                        log.info("Docker's event stream ended; connecting again");
                    }
                } catch (RuntimeException e) {
                    log.error("Watching Docker's events failed; connecting again", e);
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            log.debug("Stopped watching Docker's events");
        }
    }

    /** Reads until the stream ends; returns whether it began at all. */
    private boolean follow() throws InterruptedException {
        try (Subscription subscription = new Subscription()) {
            client.eventsCmd().withEventTypeFilter(EventType.CONTAINER).withEventFilter("start", "die", "destroy")
                    .withLabelFilter(DynoIdentity.OWNER + "=" + owner)
                    .withSince(Long.toString(newest.getEpochSecond())).exec(subscription);
            if (!subscription.began.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    || subscription.ended.await(SETTLE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            do {
                sweep.run();
            } while (!subscription.ended.await(SWEEP.toSeconds(), TimeUnit.SECONDS));
            return true;
        }
    }

    private final class Subscription extends ResultCallback.Adapter<Event> {
        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            began.countDown();
        }

        @Override
        public void onNext(Event event) {
            newest = instant(event);
            events.accept(event);
        }

        @Override
        public void onError(Throwable cause) {
            log.debug("Docker's event stream broke off", cause);
            close();
        }

        @Override
        public void close() {
            began.countDown();
            ended.countDown();
            try {
                super.close();
            } catch (IOException e) {
                log.debug("Docker's event stream was closed already", e);
            }
        }
    }

    static Instant instant(Event event) {
        Long nanos = event.getTimeNano();
        return nanos == null ? Instant.now() : Instant.ofEpochSecond(0, nanos);
    }
}
