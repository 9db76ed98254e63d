package dev.slipway.platform.status;

import dev.slipway.platform.status.SystemCheck.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Service;

/** What all checks say, looked at every few seconds at most, since everybody may ask. */
@Service
class CurrentStatus {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<SystemCheck> checks;
    private final Clock clock;
    private final Map<SystemCheck, Instant> since = new HashMap<>();
    private List<Incident> incidents = List.of();
    private Instant lookedAt = Instant.MIN;

    CurrentStatus(List<SystemCheck> checks, Clock clock) {
        this.checks = checks;
        this.clock = clock;
    }

    /** A trouble that lasts. @param since when it was seen first; {@code seen} when it was seen last */
    record Incident(SystemCheck.System system, Trouble trouble, Instant since, Instant seen) {}

    synchronized List<Incident> incidents() {
        Instant now = Instant.now(clock);
        if (lookedAt.isBefore(now.minus(FRESH))) {
            incidents = look(now);
            lookedAt = Instant.now(clock); // a look may take as long as it is fresh, and others wait for it
        }
        return incidents;
    }

    private List<Incident> look(Instant now) {
        Map<SystemCheck, Future<Optional<Trouble>>> looks = new LinkedHashMap<>();
        for (SystemCheck check : checks) {
            FutureTask<Optional<Trouble>> look = new FutureTask<>(check::look);
            Thread.ofVirtual().name("check " + check.system().label()).start(look);
            looks.put(check, look);
        }
        return looks.entrySet().stream().map(look -> incident(look.getKey(), result(look.getKey(), look.getValue()), now))
                .flatMap(Optional::stream).toList();
    }

    private Optional<Incident> incident(SystemCheck check, Optional<Trouble> trouble, Instant now) {
        if (trouble.isEmpty()) {
            since.remove(check);
        }
        return trouble.map(what -> new Incident(check.system(), what, since.computeIfAbsent(check, _ -> now), now));
    }

    private static Optional<Trouble> result(SystemCheck check, Future<Optional<Trouble>> look) {
        try {
            return look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            look.cancel(true);
            return Optional.of(check.silence());
        }
    }
}
