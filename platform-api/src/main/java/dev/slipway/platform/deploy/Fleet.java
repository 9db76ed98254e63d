package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The dynos of all apps: brings what runs in line with what the current release and the formation want.
 * Callers hold the app's rollout lock, except for {@link #of}.
 */
@Component
class Fleet {

    private final DynoEngine engine;
    private final DynoPlan plan;
    private final DynoLauncher launcher;
    private final Retirement retirement;
    private final RoutePublisher routes;
    private final AppLogs logs;

    Fleet(DynoEngine engine, DynoPlan plan, DynoLauncher launcher, Retirement retirement, RoutePublisher routes,
          AppLogs logs) {
        this.engine = engine;
        this.plan = plan;
        this.launcher = launcher;
        this.retirement = retirement;
        this.routes = routes;
        this.logs = logs;
    }

    /** Whether the web dynos of a release are up. */
    sealed interface WebLaunch {}

    /** All are up; nothing is routed to them yet. */
    record Healthy() implements WebLaunch {}

    /** At least one did not boot; none is left. */
    record Unhealthy(String reason) implements WebLaunch {}

    /** Launches all web dynos that the formation wants of {@code release}. */
    WebLaunch launchWeb(App app, Release release, Slug slug, Consumer<String> progress) {
        List<DynoSpec> specs = plan.web(app, release, slug);
        return launcher.launchAll(specs, progress).<WebLaunch>map(Unhealthy::new).orElseGet(Healthy::new);
    }

    /** Whether what runs is what is wanted, so that {@link #converge} would do nothing. */
    boolean inLine(App app) {
        List<DynoSpec> wanted = plan.current(app);
        return missing(app, wanted).isEmpty() && surplus(app, wanted).isEmpty();
    }

    /**
     * Makes what runs equal to what is wanted: web dynos that are missing are launched, the route moves, those that are
     * too many are drained and stopped; of the other process types the old stop before the new start, because a clock
     * or a queue worker must not run twice.
     *
     * @return whether everything wanted runs now
     */
    boolean converge(App app) {
        List<DynoSpec> wanted = plan.current(app);
        List<DynoSpec> missing = missing(app, wanted);
        List<DynoSpec> missingWeb = missing.stream().filter(DynoSpec::listens).toList();
        boolean webComplete = launcher.launchEach(missingWeb).size() == missingWeb.size();
        List<Dyno> surplus = surplus(app, wanted);
        List<Dyno> surplusOthers = surplus.stream().filter(dyno -> !DynoPlan.isWeb(dyno.type())).toList();
        // What should serve instead does not boot: better the old web dynos than none.
        List<Dyno> surplusWeb = webComplete ? surplus.stream().filter(dyno -> DynoPlan.isWeb(dyno.type())).toList()
                : List.of();
        retireWeb(app, surplusWeb);
        retirement.announce(surplusOthers);
        retirement.stop(surplusOthers);
        List<DynoSpec> missingOthers = missing.stream().filter(spec -> !spec.listens()).toList();
        boolean othersComplete = launcher.launchEach(missingOthers).size() == missingOthers.size();
        return webComplete && othersComplete;
    }

    /**
     * Replaces dynos by fresh ones of the same names: of web dynos the new before the old, and an old one whose
     * replacement does not boot stays; of the others the old before the new.
     *
     * @param dynos those that are gone meanwhile are ignored
     */
    void restart(App app, List<Dyno> dynos) {
        Set<String> ids = dynos.stream().map(Dyno::id).collect(Collectors.toSet());
        List<Dyno> there = of(app).stream().filter(dyno -> ids.contains(dyno.id())).toList();
        List<DynoSpec> wanted = plan.current(app);
        if (wanted.isEmpty() || there.isEmpty()) {
            return;
        }
        there.forEach(dyno -> logs.platform(app.key(), dyno.name(), "Restarting"));
        Set<String> names = there.stream().map(Dyno::name).collect(Collectors.toSet());
        List<DynoSpec> specs = wanted.stream().filter(spec -> names.contains(spec.name())).toList();
        Set<String> up = launcher.launchEach(specs.stream().filter(DynoSpec::listens).toList());
        List<Dyno> web = there.stream().filter(dyno -> up.contains(dyno.name())).toList();
        retireWeb(app, web);
        List<Dyno> others = there.stream().filter(dyno -> !DynoPlan.isWeb(dyno.type())).toList();
        retirement.announce(others);
        retirement.stop(others);
        launcher.launchEach(specs.stream().filter(spec -> !spec.listens()).toList());
    }

    /** Moves the route to the other web dynos of the app, then stops these. If it cannot be moved, they go on serving. */
    private void retireWeb(App app, List<Dyno> dynos) {
        retirement.announce(dynos);
        try {
            routes.publish(app.id());
        } catch (RuntimeException e) {
            retirement.keep(dynos);
            throw e;
        }
        retirement.drainAndStop(app, dynos);
    }

    /** The dynos that serve the app: not those on their way out. */
    List<Dyno> of(App app) {
        return engine.dynos(app.key()).stream().filter(dyno -> !retirement.includes(dyno)).toList();
    }

    /** Stops everything, at once. */
    void stopAll(App app) {
        retirement.stop(Stream.concat(engine.dynos(app.key()).stream(), engine.oneOffs(app.key()).stream()).toList());
    }

    private List<DynoSpec> missing(App app, List<DynoSpec> wanted) {
        Set<String> there = of(app).stream().map(Fleet::slot).collect(Collectors.toSet());
        return wanted.stream().filter(spec -> !there.contains(slot(spec))).toList();
    }

    /** Dynos of no wanted slot, and second ones in a slot (left when a restart was cut short). */
    private List<Dyno> surplus(App app, List<DynoSpec> wanted) {
        Set<String> slots = wanted.stream().map(Fleet::slot).collect(Collectors.toCollection(HashSet::new));
        List<Dyno> surplus = new ArrayList<>();
        for (Dyno dyno : of(app)) {
            if (!slots.remove(slot(dyno))) {
                surplus.add(dyno);
            }
        }
        return surplus;
    }

    private static String slot(Dyno dyno) {
        return dyno.name() + " v" + dyno.release();
    }

    private static String slot(DynoSpec spec) {
        return spec.name() + " v" + spec.release();
    }
}
