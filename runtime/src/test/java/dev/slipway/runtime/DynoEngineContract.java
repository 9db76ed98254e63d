package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.net.Socket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every {@link DynoEngine}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class DynoEngineContract {
    static final int FAILURE = 3;
    static final String LAST_WORDS = "ModuleNotFoundError: No module named 'flask'";

    final RecordingListener listener = new RecordingListener();
    DynoEngine engine;

    /** A new engine that nobody has started. */
    abstract DynoEngine open(DynoListener listener);

    /** A command that listens on {@code PORT}. */
    abstract String healthy();

    /** A command that writes {@link #LAST_WORDS} and exits with {@link #FAILURE}. */
    abstract String crashing();

    /** A command that writes {@code ready} and runs on without listening. */
    abstract String deaf();

    /** Waits until the process of a detached {@link #deaf} one-off takes signals. */
    abstract void awaitReady(String dyno);

    /** A command that writes what it reads, and ends with its input. */
    abstract String copying();

    /** Makes the process of {@code dyno} end, so that it is started again. */
    abstract void crash(Dyno dyno);

    @BeforeEach
    void startEngine() {
        engine = open(listener);
        engine.start();
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    DynoSpec spec(String app, String type, String command) {
        return new DynoSpec(app, app, 7, type, 1, image(), command, Map.of(), type.equals("web"), 128L << 20, 1024,
                Duration.ofSeconds(60));
    }

    String image() {
        return "any";
    }

    Dyno launchUp(DynoSpec spec) {
        LaunchOutcome outcome = engine.launch(spec);
        assertThat(outcome).as(() -> "heard: " + listener.heard()).isInstanceOf(LaunchOutcome.Up.class);
        return ((LaunchOutcome.Up) outcome).dyno();
    }

    static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aHealthyWebDynoIsUpAndAcceptsConnectionsWhenLaunchReturns() {
        Dyno dyno = launchUp(spec("shop", "web", healthy()));

        assertThat(dyno.state()).isEqualTo(DynoState.UP);
        assertThat(dyno.name()).isEqualTo("web.1");
        assertThat(dyno.release()).isEqualTo(7);
        assertThat(accepts(dyno.address().orElseThrow())).isTrue();
        assertThat(engine.dynos()).containsExactly(dyno);
        assertThat(engine.find(dyno.id())).contains(dyno);
        assertThat(listener.events()).containsExactly("web.1 started", "web.1 STARTING>UP");
    }

    @Test
    void aWorkerIsUpWithoutAnAddress() {
        Dyno dyno = launchUp(spec("shop", "worker", deaf()));

        assertThat(dyno.state()).isEqualTo(DynoState.UP);
        assertThat(dyno.address()).isEmpty();
    }

    @Test
    void aCrashOnBootDeliversTheOutputBeforeTheEndAndLeavesNothing() {
        assertThat(engine.launch(spec("shop", "web", crashing()))).isEqualTo(new LaunchOutcome.Crashed(FAILURE));

        assertThat(listener.heard()).containsExactly("web.1 started", "web.1: " + LAST_WORDS, "web.1 exited " + FAILURE,
                "web.1 STARTING>CRASHED", "web.1 CRASHED>DOWN");
        assertThat(engine.dynos()).isEmpty();
    }

    @Test
    void aDynoThatDoesNotListenInTimeIsABootTimeout() {
        DynoSpec web = spec("shop", "web", deaf());
        DynoSpec hasty = new DynoSpec(web.app(), web.appName(), 7, "web", 1, web.image(), web.command(), Map.of(), true,
                web.memoryBytes(), 1024, Duration.ofSeconds(1));

        assertThat(engine.launch(hasty)).isInstanceOf(LaunchOutcome.BootTimeout.class);

        assertThat(listener.events()).containsExactly("web.1 started", "web.1 exited 137", "web.1 STARTING>CRASHED",
                "web.1 CRASHED>DOWN");
        assertThat(engine.dynos()).isEmpty();
    }

    @Test
    void aDynoBeingLaunchedIsListedAsStarting() {
        CompletableFuture<LaunchOutcome> launch = CompletableFuture.supplyAsync(
                () -> engine.launch(spec("shop", "web", deaf())), Thread::startVirtualThread);
        listener.await("web.1 started");

        assertThat(engine.dynos("shop")).singleElement().extracting(Dyno::state).isEqualTo(DynoState.STARTING);

        engine.stop(engine.dynos("shop").getFirst().id());
        assertThat(launch).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(LaunchOutcome.Refused.class);
        assertThat(engine.dynos()).isEmpty();
    }

    @Test
    void anInterruptedLaunchLeavesNothing() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread launching = Thread.ofVirtual().start(() -> {
            try {
                engine.launch(spec("shop", "web", deaf()));
            } catch (CancellationException e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("the interrupt was lost", e));
            }
        });
        listener.await("web.1 started");

        launching.interrupt();

        assertThat(launching.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(engine.dynos()).isEmpty();
        assertThat(listener.events()).endsWith("web.1 CRASHED>DOWN");
    }

    @Test
    void stopEndsADynoForGoodAndMayBeCalledAgain() {
        Dyno dyno = launchUp(spec("shop", "web", healthy()));

        engine.stop(dyno.id());
        engine.stop(dyno.id());
        engine.stop("0e8d7a3f-0000-0000-0000-000000000000");

        assertThat(engine.dynos()).isEmpty();
        assertThat(engine.find(dyno.id())).isEmpty();
        assertThat(accepts(dyno.address().orElseThrow())).isFalse();
        assertThat(listener.events()).endsWith("web.1 exited 143", "web.1 UP>DOWN");
    }

    @Test
    void aCrashedDynoIsStartedAgainAtTheSameAddress() {
        Dyno dyno = launchUp(spec("shop", "web", healthy()));

        crash(dyno);
        listener.await("web.1 up again", heard -> heard.stream().filter("web.1 STARTING>UP"::equals).count() == 2);

        assertThat(listener.events()).containsSubsequence("web.1 STARTING>UP", "web.1 UP>CRASHED", "web.1 started",
                "web.1 CRASHED>STARTING", "web.1 STARTING>UP");
        Dyno again = engine.find(dyno.id()).orElseThrow();
        assertThat(again.address()).isEqualTo(dyno.address());
        assertThat(accepts(again.address().orElseThrow())).isTrue();
    }

    @Test
    void dynosOfOneAppAreFoundByIt() {
        Dyno shop = launchUp(spec("shop", "web", healthy()));
        launchUp(spec("blog", "web", healthy()));

        assertThat(engine.dynos("shop")).containsExactly(shop);
        assertThat(engine.dynos()).hasSize(2);
    }

    @Test
    void anEngineThatIsNotStartedSaysSo() {
        try (DynoEngine unstarted = open(listener)) {
            assertThatThrownBy(() -> unstarted.launch(spec("shop", "web", healthy())))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("not started");
        }
    }

    // --- one-off dynos

    OneOffSpec oneOff(String command) {
        return new OneOffSpec(UUID.randomUUID().toString(), new DynoSpec("shop", "shop", 7, "run", 4821, image(), command,
                Map.of(), false, 128L << 20, 1024, Duration.ofSeconds(60)), Duration.ofHours(1));
    }

    Session attach(String command, Optional<Terminal> terminal) {
        AttachOutcome outcome = engine.attach(oneOff(command), terminal);
        assertThat(outcome).isInstanceOf(AttachOutcome.Attached.class);
        return ((AttachOutcome.Attached) outcome).session();
    }

    void awaitNoOneOff() {
        Eventually.holds("no one-off dyno is left", () -> engine.oneOffs().isEmpty());
    }

    @Test
    void aClientWithoutATerminalIsReadToItsEndAndHearsTheStatus() throws Exception {
        try (Session session = attach(copying(), Optional.empty())) {
            session.input().write("one\ntwo\u0004\n".getBytes(StandardCharsets.UTF_8));
            session.input().close();

            assertThat(session.output().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("one\ntwo\u0004\n");
            assertThat(session.awaitEnd()).isZero();
        }

        awaitNoOneOff();
        assertThat(listener.heard()).containsExactly("run.4821 started", "run.4821 STARTING>UP", "run.4821 exited 0",
                "run.4821 UP>DOWN");
    }

    @Test
    void aFailingOneOffTellsItsStatusAndItsLastWords() throws Exception {
        try (Session session = attach(crashing(), Optional.empty())) {
            assertThat(session.output().readAllBytes()).asString(StandardCharsets.UTF_8).contains(LAST_WORDS);
            assertThat(session.awaitEnd()).isEqualTo(FAILURE);
        }
    }

    @Test
    void aOneOffEndsWithItsClient() throws Exception {
        Session session = attach(deaf(), Optional.of(new Terminal(80, 24)));
        assertThat(session.output().readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("ready");
        assertThat(engine.oneOffs("shop")).singleElement().matches(Dyno::oneOff).isEqualTo(session.dyno());

        session.close();

        awaitNoOneOff();
        assertThat(listener.events()).endsWith("run.4821 exited 129", "run.4821 UP>DOWN");
    }

    @Test
    void aDetachedOneOffWritesToTheListener() {
        assertThat(engine.run(oneOff(crashing()))).isInstanceOf(LaunchOutcome.Up.class);

        listener.await("run.4821 UP>DOWN");

        assertThat(listener.heard()).containsExactly("run.4821 started", "run.4821 STARTING>UP", "run.4821: " + LAST_WORDS,
                "run.4821 exited " + FAILURE, "run.4821 UP>DOWN");
    }

    @Test
    void stopEndsAOneOffAndDynosOfTheFormationAreNotMixedWithIt() {
        Dyno web = launchUp(spec("shop", "web", healthy()));
        OneOffSpec spec = oneOff(deaf());
        engine.run(spec);
        awaitReady("run.4821");

        assertThat(engine.dynos("shop")).containsExactly(web);
        assertThat(engine.oneOffs("shop")).extracting(Dyno::id).containsExactly(spec.id());

        engine.stop(spec.id());

        assertThat(engine.oneOffs()).isEmpty();
        assertThat(engine.dynos("shop")).containsExactly(web);
        assertThat(listener.events()).endsWith("run.4821 exited 143", "run.4821 UP>DOWN");
    }

    @Test
    void aCommandInsideADynoSeesOnlyItsClient() throws Exception {
        Dyno web = launchUp(spec("shop", "web", healthy()));
        List<String> before = listener.events();

        AttachOutcome outcome = engine.attachInside(web.id(), crashing(), Map.of(), new Terminal(80, 24));

        try (Session session = ((AttachOutcome.Attached) outcome).session()) {
            assertThat(session.output().readAllBytes()).asString(StandardCharsets.UTF_8).contains(LAST_WORDS);
            assertThat(session.awaitEnd()).isEqualTo(FAILURE);
        }
        assertThat(listener.events()).isEqualTo(before);
        assertThat(listener.linesOf("web.1")).doesNotContain(LAST_WORDS);
        assertThat(engine.find(web.id())).contains(web);
    }

    @Test
    void nothingRunsInsideADynoThatIsNotThere() {
        assertThat(engine.attachInside("0e8d7a3f-0000-0000-0000-000000000000", healthy(), Map.of(), new Terminal(80, 24)))
                .isInstanceOf(AttachOutcome.Refused.class);
    }
}
