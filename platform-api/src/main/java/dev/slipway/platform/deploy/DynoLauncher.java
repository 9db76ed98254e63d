package dev.slipway.platform.deploy;

import dev.slipway.platform.log.AppLogs;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoEngineException;
import dev.slipway.runtime.DynoSpec;
import dev.slipway.runtime.LaunchOutcome;
import dev.slipway.runtime.LaunchOutcome.BootTimeout;
import dev.slipway.runtime.LaunchOutcome.Crashed;
import dev.slipway.runtime.LaunchOutcome.Refused;
import dev.slipway.runtime.LaunchOutcome.Up;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Launches dynos, a few at a time over all apps, and tells users why one did not come up. */
@Component
class DynoLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(DynoLauncher.class);
    private static final int AT_ONCE = 8;
    private static final int AT_ONCE_PER_APP = 3;
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

    /**
     * Launches each that comes up; why another did not is in the app's log then.
     *
     * @return the names of those that are up
     */
    Set<String> launchEach(List<DynoSpec> specs) {
        List<Launch> launches = inParallel(specs);
        launches.stream().filter(launch -> !(launch.outcome() instanceof Up)).forEach(launch -> explain(launch, _ -> {}));
        return launches.stream().filter(launch -> launch.outcome() instanceof Up).map(launch -> launch.spec().name())
                .collect(Collectors.toSet());
    }

    /** A few at a time of one app, and a few more over all apps. */
    private List<Launch> inParallel(List<DynoSpec> specs) {
        Semaphore ofThisApp = new Semaphore(AT_ONCE_PER_APP);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Launch>> futures = specs.stream()
                    .map(spec -> threads.submit(() -> launch(spec, ofThisApp))).toList();
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

    private Launch launch(DynoSpec spec, Semaphore ofThisApp) throws InterruptedException {
        ofThisApp.acquire();
        places.acquire();
        try {
            return new Launch(spec, engine.launch(spec));
        } catch (DynoEngineException e) {
            LOG.warn("Dyno could not be launched, app={} dyno={}", spec.appName(), spec.name(), e);
            return new Launch(spec, new Refused("Docker does not answer as it should. Tell your administrator."));
        } finally {
            places.release();
            ofThisApp.release();
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
        logs.platform(spec.app(), spec.name(), launch.outcome() instanceof BootTimeout(String hint)
                ? "Error R10 (Boot timeout) -> Web process failed to bind to $PORT within " + spec.bootTimeout().toSeconds()
                + " seconds of launch" + (hint.isEmpty() ? "" : ". " + hint) : reason);
        List<String> lines = launch.outcome() instanceof Refused ? List.of()
                : logs.last(spec.app(), spec.name(), LAST_LINES);
        if (!lines.isEmpty()) {
            progress.accept("       The last lines of " + spec.name() + ":");
            lines.forEach(line -> progress.accept("         " + line));
        }
        return reason;
    }
}
