package dev.slipway.platform.deploy;

import dev.slipway.platform.log.AppLogs;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoSpec;
import dev.slipway.runtime.LaunchOutcome;
import dev.slipway.runtime.LaunchOutcome.BootTimeout;
import dev.slipway.runtime.LaunchOutcome.Crashed;
import dev.slipway.runtime.LaunchOutcome.Refused;
import dev.slipway.runtime.LaunchOutcome.Up;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Launches dynos, a few at a time over all apps, and tells users why one did not come up. */
@Component
class DynoLauncher {

    private static final int AT_ONCE = 8;
    private static final int LAST_LINES = 20;

    private final DynoEngine engine;
    private final AppLogs logs;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    DynoLauncher(DynoEngine engine, AppLogs logs) {
        this.engine = engine;
        this.logs = logs;
    }

    private record Launch(DynoSpec spec, LaunchOutcome outcome) {}

    /**
     * Launches all or none: when one does not come up, those that did are stopped again.
     *
     * @param progress hears the last lines of a dyno that did not come up
     * @return why it failed, one sentence; empty when all are up
     */
    Optional<String> launchAll(List<DynoSpec> specs, Consumer<String> progress) {
        List<Launch> launches = inParallel(specs);
        Optional<Launch> failed = launches.stream().filter(launch -> !(launch.outcome() instanceof Up)).findFirst();
        failed.ifPresent(_ -> launches.stream().map(Launch::outcome).forEach(outcome -> {
            if (outcome instanceof Up(var dyno)) {
                engine.stop(dyno.id());
            }
        }));
        return failed.map(launch -> explain(launch, progress));
    }

    /** Launches what comes up; false if one did not, which is in the app's log then. */
    boolean launchEach(List<DynoSpec> specs) {
        List<Launch> failed = inParallel(specs).stream().filter(launch -> !(launch.outcome() instanceof Up)).toList();
        failed.forEach(launch -> explain(launch, _ -> {}));
        return failed.isEmpty();
    }

    private List<Launch> inParallel(List<DynoSpec> specs) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Launch>> futures = new ArrayList<>();
            specs.forEach(spec -> futures.add(threads.submit(() -> launch(spec))));
            List<Launch> launches = new ArrayList<>();
            for (Future<Launch> future : futures) {
                launches.add(future.get());
            }
            return launches;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while dynos were launched", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Dynos could not be launched", e.getCause());
        }
    }

    private Launch launch(DynoSpec spec) throws InterruptedException {
        places.acquire();
        try {
            return new Launch(spec, engine.launch(spec));
        } finally {
            places.release();
        }
    }

    private String explain(Launch launch, Consumer<String> progress) {
        DynoSpec spec = launch.spec();
        String reason = switch (launch.outcome()) {
            case Crashed(int status) -> spec.name() + " crashed on boot with exit status " + status + ".";
            case BootTimeout(String hint) -> "Error R10 (Boot timeout): " + spec.name() + " did not bind to $PORT within "
                    + spec.bootTimeout().toSeconds() + " seconds of launch." + (hint.isEmpty() ? "" : " " + hint);
            case Refused(String why) -> spec.name() + " could not be started: " + why;
            case Up _ -> throw new IllegalArgumentException("nothing to explain");
        };
        logs.platform(spec.app(), spec.name(), reason);
        List<String> lines = launch.outcome() instanceof Refused ? List.of()
                : logs.last(spec.app(), spec.name(), LAST_LINES);
        if (!lines.isEmpty()) {
            progress.accept("       The last lines of " + spec.name() + ":");
            lines.forEach(line -> progress.accept("         " + line));
        }
        return reason;
    }
}
