package dev.slipway.platform.deploy;

import dev.slipway.platform.app.AppEvent;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoState;
import jakarta.annotation.PreDestroy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells what happens to dynos to whoever listens for {@link AppEvent}s: in order, and not at the engine's cost. */
@Component
class DynoEvents {

    private static final Logger LOG = LoggerFactory.getLogger(DynoEvents.class);

    private final ApplicationEventPublisher events;
    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("dyno-events").factory());

    DynoEvents(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** {@code dyno} came into another state. */
    void changed(Dyno dyno) {
        try {
            teller.execute(() -> publish(dyno));
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping, nobody is told of {} {}", dyno.app(), dyno.name());
        }
    }

    private void publish(Dyno dyno) {
        try {
            events.publishEvent(AppEvent.updated(UUID.fromString(dyno.app()), "dyno", shown(dyno)));
        } catch (RuntimeException e) {
            LOG.warn("Nobody could be told of a dyno's new state, app={}, dyno={}", dyno.app(), dyno.name(), e);
        }
    }

    private static Map<String, Object> shown(Dyno dyno) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", dyno.id());
        data.put("name", dyno.name());
        data.put("type", dyno.type());
        data.put("command", dyno.command());
        data.put("state", state(dyno));
        data.put("release", Map.of("version", dyno.release()));
        data.put("updated_at", dyno.since());
        return data;
    }

    /** Heroku's word for the state a dyno is in. */
    static String state(Dyno dyno) {
        return dyno.oneOff() && dyno.state() == DynoState.DOWN ? "complete" : dyno.state().name().toLowerCase(Locale.ROOT);
    }

    @PreDestroy
    void close() {
        teller.shutdownNow();
    }
}
