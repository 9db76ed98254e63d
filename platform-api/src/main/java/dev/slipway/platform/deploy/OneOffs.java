package dev.slipway.platform.deploy;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.dyno.SizedDyno;
import dev.slipway.platform.dyno.OneOffCommands;
import dev.slipway.platform.dyno.RunRequest;
import dev.slipway.platform.formation.DynoSize;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.platform.rendezvous.Appointment;
import dev.slipway.platform.rendezvous.Rendezvous;
import dev.slipway.runtime.AttachOutcome;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoEngineException;
import dev.slipway.runtime.DynoSpec;
import dev.slipway.runtime.DynoState;
import dev.slipway.runtime.LaunchOutcome;
import dev.slipway.runtime.OneOffSpec;
import dev.slipway.runtime.Session;
import dev.slipway.runtime.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One-off dynos that users ask for. They run the slug and the config vars of the release that is current then, take no
 * requests, and are none of {@link Fleet}'s. One with a client starts when its client comes, and ends with it.
 */
@Component
class OneOffs implements OneOffCommands {

    private static final Logger LOG = LoggerFactory.getLogger(OneOffs.class);
    /** Four digits, as on Heroku: never one of the formation's numbers, which end at 100. */
    private static final int LOWEST_NUMBER = 1_000;
    private static final int HIGHEST_NUMBER = 9_999;
    private static final Terminal USUAL_TERMINAL = new Terminal(80, 24);

    private final DynoEngine engine;
    private final DynoPlan plan;
    private final Releases releases;
    private final Slugs slugs;
    private final Rendezvous rendezvous;
    private final AppLogs logs;
    private final OneOffSettings settings;
    private final Clock clock;
    /** Not known to the engine yet, by id: those that wait for their client, or are just beginning. */
    private final Map<String, SizedDyno> beginning = new ConcurrentHashMap<>();
    private final Map<String, DynoSize> sizes = new ConcurrentHashMap<>();

    OneOffs(DynoEngine engine, DynoPlan plan, Releases releases, Slugs slugs, Rendezvous rendezvous, AppLogs logs,
            OneOffSettings settings, Clock clock) {
        this.engine = engine;
        this.plan = plan;
        this.releases = releases;
        this.slugs = slugs;
        this.rendezvous = rendezvous;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<SizedDyno> of(App app) {
        List<Dyno> running = engine.oneOffs(app.key());
        Set<String> ids = running.stream().map(Dyno::id).collect(Collectors.toSet());
        return Stream.concat(
                running.stream().map(dyno -> new SizedDyno(dyno, sizes.getOrDefault(dyno.id(), plan.size(app, dyno.type())))),
                beginning.values().stream().filter(oneOff -> oneOff.dyno().app().equals(app.key()))
                        .filter(oneOff -> !ids.contains(oneOff.dyno().id()))).toList();
    }

    @Override
    public SizedDyno run(App app, Account by, RunRequest request) {
        Release release = release(app);
        SizedDyno oneOff = reserve(app, release, request);
        try {
            announce(app, by, request.command());
            return switch (engine.run(spec(app, release, oneOff, request))) {
                case LaunchOutcome.Up(Dyno dyno) -> {
                    SizedDyno running = new SizedDyno(dyno, oneOff.size());
                    if (beginning.remove(dyno.id()) == null) {
                        stop(app, running); // somebody wanted that before the engine knew it
                    }
                    yield running;
                }
                case LaunchOutcome.Refused(String reason) -> throw ApiException.unavailable(
                        oneOff.dyno().name() + " could not be started: " + reason);
                case LaunchOutcome.Crashed _, LaunchOutcome.BootTimeout _ ->
                        throw new IllegalStateException("nobody waits for a one-off to be up");
            };
        } catch (DynoEngineException e) {
            LOG.warn("One-off could not be started, app={} dyno={}", app.name(), oneOff.dyno().name(), e);
            throw ApiException.unavailable("Docker does not answer as it should. Tell your administrator.");
        } finally {
            beginning.remove(oneOff.dyno().id());
        }
    }

    @Override
    public Awaited attach(App app, Account by, RunRequest request) {
        Release release = release(app);
        SizedDyno oneOff = reserve(app, release, request);
        try {
            announce(app, by, request.command());
            logs.platform(app.key(), oneOff.dyno().name(), "Awaiting client");
            OneOffSpec spec = spec(app, release, oneOff, request);
            String secret = rendezvous.expect(new Appointment(request.terminal().isPresent(), request.reportsStatus(),
                    () -> begin(spec, request.terminal()), () -> missed(oneOff.dyno()),
                    () -> logs.platform(app.key(), oneOff.dyno().name(), "Client connection closed. Sending SIGHUP to all processes")));
            return new Awaited(oneOff, secret);
        } catch (RuntimeException e) {
            beginning.remove(oneOff.dyno().id());
            throw e;
        }
    }

    /** Its client came. */
    private AttachOutcome begin(OneOffSpec spec, Optional<Terminal> terminal) {
        if (!beginning.containsKey(spec.id())) {
            return new AttachOutcome.Refused("it was stopped before you came.");
        }
        try {
            AttachOutcome outcome = engine.attach(spec, terminal);
            if (beginning.remove(spec.id()) == null && outcome instanceof AttachOutcome.Attached(Session session)) {
                session.close();
                return new AttachOutcome.Refused("it was stopped.");
            }
            return outcome;
        } finally {
            beginning.remove(spec.id());
        }
    }

    private void missed(Dyno dyno) {
        if (beginning.remove(dyno.id()) != null) {
            logs.platform(dyno.app(), dyno.name(), "Error R13 (Attach error) -> Failed to attach to process");
            logs.platform(dyno.app(), dyno.name(), "State changed from starting to complete");
        }
    }

    @Override
    public Awaited attachInside(App app, Account by, Dyno dyno, RunRequest request) {
        if (dyno.state() != DynoState.UP) {
            throw ApiException.invalid(dyno.name() + " is not up, so nothing can be run inside. See: heroku ps -a " + app.name());
        }
        String command = command(release(app), request.command());
        logs.api(app.key(), "Starting process with command `" + request.command() + "` inside " + dyno.name() + " by user "
                + by.email());
        Terminal terminal = request.terminal().orElse(USUAL_TERMINAL);
        String secret = rendezvous.expect(new Appointment(true, request.reportsStatus(),
                () -> engine.attachInside(dyno.id(), command, request.environment(), terminal), () -> {}, () -> {}));
        return new Awaited(new SizedDyno(dyno, sizes.getOrDefault(dyno.id(), plan.size(app, dyno.type()))), secret);
    }

    @Override
    public void stop(App app, SizedDyno oneOff) {
        Dyno dyno = oneOff.dyno();
        if (beginning.remove(dyno.id()) != null) {
            logs.platform(dyno.app(), dyno.name(), "State changed from starting to complete");
        }
        Thread.ofVirtual().name("stop " + dyno.name()).start(() -> stop(dyno));
    }

    /** Stops all of an app that is going away, the release command included. */
    void stopAll(App app) {
        of(app).forEach(oneOff -> stop(app, oneOff));
    }

    private void stop(Dyno dyno) {
        try {
            if (engine.oneOffs(dyno.app()).stream().anyMatch(there -> there.id().equals(dyno.id()))) {
                logs.platform(dyno.app(), dyno.name(), "Stopping all processes with SIGTERM");
                engine.stop(dyno.id());
            }
        } catch (RuntimeException e) {
            LOG.warn("One-off {} could not be stopped", dyno.id(), e);
        }
    }

    private void announce(App app, Account by, String command) {
        logs.api(app.key(), "Starting process with command `" + command + "` by user " + by.email());
    }

    private Release release(App app) {
        return releases.current(app.id()).filter(release -> release.slugId().isPresent())
                .orElseThrow(() -> ApiException.invalid("This app has no code yet, so there is nothing to run. Push some "
                        + "first: git push heroku main"));
    }

    private synchronized SizedDyno reserve(App app, Release release, RunRequest request) {
        List<SizedDyno> there = of(app);
        if (there.size() >= settings.perApp()) {
            throw ApiException.invalid("This app has " + there.size() + " one-off dynos, and no more are allowed at once. "
                    + "Stop one, for example: heroku ps:stop " + there.getFirst().dyno().name() + " -a " + app.name());
        }
        Set<Integer> taken = there.stream().map(oneOff -> oneOff.dyno().number()).collect(Collectors.toCollection(HashSet::new));
        SizedDyno oneOff = new SizedDyno(new Dyno(UUID.randomUUID().toString(), app.key(), release.version(), request.type(),
                freeNumber(taken), request.command(), DynoState.STARTING, Instant.now(clock), Optional.empty(), true),
                request.size().orElseGet(() -> plan.size(app, processType(release, request).orElse(request.type()))));
        forgetSizes();
        sizes.put(oneOff.dyno().id(), oneOff.size());
        beginning.put(oneOff.dyno().id(), oneOff);
        return oneOff;
    }

    /** Of those that have ended. */
    private void forgetSizes() {
        Set<String> there = engine.oneOffs().stream().map(Dyno::id).collect(Collectors.toSet());
        sizes.keySet().removeIf(id -> !beginning.containsKey(id) && !there.contains(id));
    }

    static int freeNumber(Set<Integer> taken) {
        int number;
        do {
            number = ThreadLocalRandom.current().nextInt(LOWEST_NUMBER, HIGHEST_NUMBER + 1);
        } while (taken.contains(number));
        return number;
    }

    private OneOffSpec spec(App app, Release release, SizedDyno oneOff, RunRequest request) {
        Dyno dyno = oneOff.dyno();
        DynoSpec spec = plan.oneOff(app, release, slug(release), dyno.type(), dyno.number(),
                command(release, request.command()), request.environment(), oneOff.size());
        Duration limit = request.timeToLive().filter(life -> life.compareTo(settings.timeLimit()) < 0)
                .orElse(settings.timeLimit());
        return new OneOffSpec(dyno.id(), spec, limit);
    }

    /** {@code worker -v} runs what the Procfile says for {@code worker}, with {@code -v} at its end. */
    private String command(Release release, String wanted) {
        String[] words = words(wanted);
        String declared = slug(release).processTypes().get(words[0]);
        if (declared == null) {
            return wanted;
        }
        return words.length == 1 ? declared : declared + " " + words[1];
    }

    /** The process type that the command names instead of a program. */
    private Optional<String> processType(Release release, RunRequest request) {
        return Optional.of(words(request.command())[0]).filter(slug(release).processTypes()::containsKey);
    }

    /** The first word, and the others if there are any. */
    private static String[] words(String command) {
        return command.strip().split("\\s+", 2);
    }

    private Slug slug(Release release) {
        return slugs.require(release.slugId().orElseThrow());
    }
}
