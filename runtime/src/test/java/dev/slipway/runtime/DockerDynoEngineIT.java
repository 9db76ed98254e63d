package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DockerDynoEngineIT extends DynoEngineContract {
    private static final String SERVE = "python3 -u -m http.server --bind 0.0.0.0 $PORT";

    private static TestDocker docker;

    @BeforeAll
    static void connect() {
        docker = new TestDocker();
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void removeContainers() {
        docker.removeContainers();
    }

    @Override
    DynoEngine open(DynoListener listener) {
        return DynoEngine.onDocker(docker.client, docker.settings(), listener);
    }

    @Override
    String image() {
        return TestDocker.IMAGE;
    }

    @Override
    String healthy() {
        return SERVE;
    }

    @Override
    String crashing() {
        return "echo \"" + LAST_WORDS + "\" >&2; exit " + FAILURE;
    }

    @Override
    String deaf() {
        return "echo ready; sleep 600";
    }

    @Override
    void awaitReady(String dyno) {
        listener.await(dyno + ": ready");
    }

    @Override
    String copying() {
        return "cat";
    }

    @Override
    void crash(Dyno dyno) {
        // From inside: Docker does not restart what was killed through its API.
        docker.run(dyno, "bash", "-c", "kill -KILL -1");
    }

    private DynoSpec web(String command) {
        return spec("shop", "web", command);
    }

    private DynoSpec worker(String command) {
        return spec("shop", "worker", command);
    }

    private static DynoSpec with(DynoSpec spec, Map<String, String> environment, Duration bootTimeout) {
        return new DynoSpec(spec.app(), spec.appName(), spec.release(), spec.type(), spec.number(), spec.image(),
                spec.command(), environment, spec.listens(), spec.memoryBytes(), spec.cpuShares(), bootTimeout);
    }

    private DynoEngine reopened() {
        engine.close();
        listener.forget();
        engine = open(listener);
        return engine;
    }

    // --- what a dyno's process sees

    @Test
    void configVarsArriveAsTheyAreAndCannotReplaceWhatTheEngineSets() {
        String value = "two\nlines $(id) `id` \"'; exit 9 # ü\\";
        Map<String, String> environment = Map.of("VALUE", value, "PORT", "1", "DYNO", "fake", "TINI_KILL_PROCESS_GROUP", "");

        Dyno dyno = launchUp(with(web(SERVE), environment, Duration.ofSeconds(60)));

        Map<String, String> seen = new HashMap<>();
        for (String variable : docker.run(dyno, "cat", "/proc/1/environ").split("\0")) {
            seen.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        assertThat(seen).containsEntry("VALUE", value).containsEntry("DYNO", "web.1").containsEntry("HOME", "/app")
                .containsEntry("PORT", Integer.toString(dyno.address().orElseThrow().getPort()))
                .containsEntry("TINI_KILL_PROCESS_GROUP", "1").doesNotContainKey("TERM");
    }

    @Test
    void aProcessHasNoPrivilegesAndBoundedResources() {
        Dyno dyno = launchUp(web(SERVE));

        Map<String, String> status = new HashMap<>();
        docker.run(dyno, "cat", "/proc/1/status").lines().map(line -> line.split(":\\s*", 2))
                .forEach(entry -> status.put(entry[0], entry[1]));
        assertThat(status).containsEntry("CapEff", "0000000000000000").containsEntry("CapBnd", "0000000000000000")
                .containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2");
        assertThat(status.get("Uid")).isEqualTo("1000\t1000\t1000\t1000");
        assertThat(docker.run(dyno, "cat", "/proc/1/oom_score_adj").strip()).isEqualTo("500");

        var limits = docker.inspect(dyno).getHostConfig();
        assertThat(limits.getMemory()).isEqualTo(128L << 20);
        assertThat(limits.getMemorySwap()).isEqualTo(128L << 20);
        assertThat(limits.getBinds()).isNullOrEmpty();
        assertThat(docker.inspect(dyno).getMounts()).isEmpty();
    }

    @Test
    void aProcessThatTakesMoreMemoryThanItsLimitIsKilled() {
        LaunchOutcome outcome = engine.launch(web("python3 -c 'x = bytearray(500 << 20)'"));

        assertThat(outcome).isEqualTo(new LaunchOutcome.Crashed(137));
    }

    @Test
    void aForkBombStopsAtTheLimitOfProcesses() {
        launchUp(worker("""
                python3 -u -c '
                import os, time
                n = 0
                try:
                    while True:
                        if os.fork() == 0: time.sleep(600)
                        n += 1
                except OSError: print("forked", n < 64, flush=True)
                time.sleep(600)'"""));

        listener.await("worker.1: forked True");
    }

    @Test
    void noDynoReachesAnother() {
        Dyno first = launchUp(web(SERVE));
        Dyno second = launchUp(spec("blog", "web", SERVE));
        var target = first.address().orElseThrow();

        String connect = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)";
        String port = Integer.toString(target.getPort());
        assertThat(docker.run(first, "python3", "-c", connect, target.getHostString(), port)).isEmpty();
        assertThat(docker.run(second, "python3", "-c", connect, target.getHostString(), port))
                .containsAnyOf("TimeoutError", "timed out", "No route", "refused");
    }

    @Test
    void scriptsInProfileDAreReadBeforeTheCommand() {
        String image = docker.imageWith("mkdir -p /app/.profile.d && echo 'export GREETING=hello' > /app/.profile.d/python.sh");
        try {
            DynoSpec spec = new DynoSpec("shop", "shop", 7, "web", 1, image, "echo \"$GREETING\"; exit 4", Map.of(), true,
                    128L << 20, 1024, Duration.ofSeconds(60));

            assertThat(engine.launch(spec)).isEqualTo(new LaunchOutcome.Crashed(4));
            assertThat(listener.linesOf("web.1")).containsExactly("hello");
        } finally {
            docker.client.removeImageCmd(image).exec();
        }
    }

    // --- launching

    @Test
    void anImageThatIsNotThereIsRefused() {
        DynoSpec spec = new DynoSpec("shop", "shop", 7, "web", 1, "slipway/nothing:here", SERVE, Map.of(), true,
                128L << 20, 1024, Duration.ofSeconds(60));

        assertThat(engine.launch(spec)).isInstanceOfSatisfying(LaunchOutcome.Refused.class,
                refused -> assertThat(refused.reason()).contains("slipway/nothing:here"));
        assertThat(listener.heard()).isEmpty();
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void aDynoThatListensOnTheWrongAddressGetsAHint() {
        DynoSpec flask = with(web("python3 -u -m http.server --bind 127.0.0.1 5000"), Map.of(), Duration.ofSeconds(10));

        assertThat(engine.launch(flask)).isInstanceOfSatisfying(LaunchOutcome.BootTimeout.class, timeout ->
                assertThat(timeout.hint()).startsWith("it listens on 127.0.0.1:5000; make it listen on 0.0.0.0:$PORT"));
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void twentyDynosAreLaunchedAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Dyno>> launches = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> launchUp(spec("app-" + i, "web", SERVE)))).toList();
            for (Future<Dyno> launch : launches) {
                assertThat(accepts(launch.get().address().orElseThrow())).isTrue();
            }
        }
        assertThat(engine.dynos().stream().map(dyno -> dyno.address().orElseThrow().getHostString()).distinct()).hasSize(20);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            engine.dynos().forEach(dyno -> threads.submit(() -> engine.stop(dyno.id())));
        }
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void addressesAreUsedAgainAndThereAreNoMoreThanTheSubnetHas() throws Exception {
        try (TestDocker small = new TestDocker()) {
            String tiny = small.subnet.replace("/24", "/29"); // five dynos: network, gateway and broadcast are taken
            DynoEngine few = DynoEngine.onDocker(small.client,
                    new RuntimeSettings(small.owner, tiny, Duration.ofSeconds(5), 64, small.owner, Map.of()), listener);
            try (few) {
                few.start();
                List<LaunchOutcome> outcomes = IntStream.range(0, 6).mapToObj(_ -> few.launch(worker("sleep 600"))).toList();
                assertThat(outcomes.subList(0, 5)).allMatch(LaunchOutcome.Up.class::isInstance);
                assertThat(outcomes.get(5)).isInstanceOfSatisfying(LaunchOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("no address is free").contains(tiny));

                few.stop(((LaunchOutcome.Up) outcomes.get(2)).dyno().id());
                assertThat(few.launch(worker("sleep 600"))).isInstanceOf(LaunchOutcome.Up.class);
            }
        }
    }

    @Test
    void aNetworkThatIsMadeOtherwiseIsAnErrorThatSaysWhatToDo() {
        try (DynoEngine other = DynoEngine.onDocker(docker.client, new RuntimeSettings(docker.owner, "10.99.0.0/24",
                Duration.ofSeconds(5), 64, docker.owner, Map.of()), listener)) {
            assertThatThrownBy(other::start).isInstanceOf(DynoEngineException.class)
                    .hasMessageContaining(docker.subnet).hasMessageContaining("10.99.0.0/24")
                    .hasMessageContaining("docker network rm");
        }
    }

    @Test
    void aSubnetThatAnotherNetworkUsesIsAnErrorThatSaysWhatToDo() throws IOException {
        try (TestDocker other = new TestDocker(); DynoEngine engineThere = DynoEngine.onDocker(other.client,
                new RuntimeSettings(other.owner, docker.subnet, Duration.ofSeconds(5), 64, other.owner, Map.of()), listener)) {
            assertThatThrownBy(engineThere::start).isInstanceOf(DynoEngineException.class)
                    .hasMessageContaining(docker.subnet).hasMessageContaining("SLIPWAY_DYNO_SUBNET");
        }
    }

    // --- stopping

    // A line in one write: two of these share their output, and print() writes the line break on its own.
    private static final String GRACEFUL = """
            python3 -u -c '
            import os, signal, sys, time
            def say(text): os.write(1, (text + "\\n").encode())
            def end(*_):
                say("got SIGTERM"); time.sleep(1); say("finished"); sys.exit(5)
            signal.signal(signal.SIGTERM, end)
            say("serving")
            while True: time.sleep(1)'""";

    @Test
    void aServerBehindOtherCommandsGetsSigtermOnceAndFinishes() {
        Dyno dyno = launchUp(worker("echo migrating; true; " + GRACEFUL + "; echo NEVER"));
        listener.await("worker.1: serving");

        engine.stop(dyno.id());

        assertThat(listener.linesOf("worker.1")).containsExactly("migrating", "serving", "got SIGTERM", "finished");
        assertThat(listener.events()).contains("worker.1 exited 5");
    }

    @Test
    void aServerAloneGetsSigtermOnceAndFinishes() {
        Dyno dyno = launchUp(worker(GRACEFUL));
        listener.await("worker.1: serving");

        engine.stop(dyno.id());

        assertThat(listener.linesOf("worker.1")).containsExactly("serving", "got SIGTERM", "finished");
        assertThat(listener.events()).endsWith("worker.1 exited 5", "worker.1 UP>DOWN");
    }

    @Test
    void processesInTheBackgroundMayFinishToo() {
        Dyno dyno = launchUp(worker(GRACEFUL + " & " + GRACEFUL + " & wait"));
        listener.await("both serve", heard -> heard.stream().filter("worker.1: serving"::equals).count() == 2);

        engine.stop(dyno.id());

        assertThat(listener.linesOf("worker.1")).filteredOn("finished"::equals).hasSize(2);
    }

    @Test
    void aProcessThatIgnoresSigtermIsKilledAfterTheGrace() {
        engine.close();
        engine = DynoEngine.onDocker(docker.client, docker.settings(Duration.ofSeconds(3)), listener);
        engine.start();
        Dyno dyno = launchUp(worker("trap '' TERM; echo ready; while true; do sleep 1; done"));
        listener.await("worker.1: ready");

        engine.stop(dyno.id());

        assertThat(listener.events()).endsWith("worker.1 exit timed out", "worker.1 exited 137", "worker.1 UP>DOWN");
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void aDynoInACrashLoopCanBeStopped() {
        Dyno dyno = launchUp(worker("[ -e /app/again ] && { sleep 1; exit 6; }; touch /app/again; echo once; sleep 600"));
        listener.await("worker.1: once");
        crash(dyno);
        listener.await("a crash", heard -> heard.stream().filter("worker.1 exited 6"::equals).count() >= 2);

        engine.stop(dyno.id());

        assertThat(engine.dynos()).isEmpty();
        assertThat(docker.containers()).isEmpty();
    }

    // --- the world changes

    @Test
    void aSecondEngineAdoptsTheDynosOfTheFirst() {
        Dyno web = launchUp(web(SERVE + " # 'quoted' $PORT"));
        Dyno worker = launchUp(worker("sleep 600"));

        reopened().start();

        assertThat(engine.dynos()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("since")
                .containsExactlyInAnyOrder(web, worker);
        assertThat(listener.events()).isEmpty();
        engine.stop(web.id());
        assertThat(engine.dynos()).extracting(Dyno::id).containsExactly(worker.id());
        assertThat(listener.events()).containsExactly("web.1 exited 143", "web.1 UP>DOWN");
    }

    @Test
    void noLineIsLostOrRepeatedWhileNobodyWatches() {
        Dyno worker = launchUp(worker("for i in $(seq 400); do echo line $i; echo err $i >&2; sleep 0.02; done; sleep 600"));
        engine.close();
        LastLine first = new LastLine();
        engine = open(first);
        engine.start(_ -> Instant.EPOCH);
        first.lines.await("worker.1: line 100");
        Instant lastOfFirst = first.stopListening();
        engine.close();

        LastLine second = new LastLine();
        engine = open(second);
        engine.start(_ -> lastOfFirst);
        second.lines.await("worker.1: line 400");
        second.lines.await("worker.1: err 400");

        List<String> all = Stream.of(first, second).flatMap(part -> part.lines.linesOf("worker.1").stream()).toList();
        assertThat(all).filteredOn(line -> line.startsWith("err"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 400).mapToObj(i -> "err " + i).toList());
        assertThat(all).filteredOn(line -> line.startsWith("line"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 400).mapToObj(i -> "line " + i).toList());
        assertThat(engine.find(worker.id())).isPresent();
    }

    /** Keeps lines and knows when the last of them was written, like a platform that can end at any moment. */
    private static final class LastLine implements DynoListener {
        final RecordingListener lines = new RecordingListener();
        private Instant last = Instant.EPOCH;
        private boolean ended;

        @Override
        public void stateChanged(Dyno dyno, DynoState from) {}

        @Override
        public synchronized void wrote(Dyno dyno, Instant at, String text) {
            if (!ended) {
                last = at.isAfter(last) ? at : last;
                lines.wrote(dyno, at, text);
            }
        }

        /** Takes no line any more; returns when the last one was written that it took. */
        synchronized Instant stopListening() {
            ended = true;
            return last;
        }
    }

    @Test
    void whatIsHalfMadeIsRemovedAtStartAndWhatIsNotOursIsLeft() throws Exception {
        Dyno halfMade = launchUp(worker("sleep 600"));
        new ContainerApi(docker.client).letEnd(docker.containerOf(halfMade));
        try (TestDocker other = new TestDocker();
             DynoEngine others = DynoEngine.onDocker(other.client, other.settings(), new RecordingListener())) {
            others.start();
            assertThat(others.launch(worker("sleep 600"))).isInstanceOf(LaunchOutcome.Up.class);

            reopened().start();

            assertThat(engine.dynos()).isEmpty();
            assertThat(docker.containers()).isEmpty();
            assertThat(others.dynos()).hasSize(1);
            engine.stop(others.dynos().getFirst().id());
            assertThat(other.containers()).hasSize(1);
        }
    }

    @Test
    void aContainerThatSomebodyRemovesIsDown() {
        Dyno dyno = launchUp(web(SERVE));

        docker.client.removeContainerCmd(docker.containerOf(dyno)).withForce(true).exec();

        listener.await("web.1 down", heard -> heard.getLast().endsWith(">DOWN"));
        assertThat(engine.dynos()).isEmpty();
    }

    @Test
    void theOutputOfEveryProcessOfACrashLoopIsDeliveredBeforeItsEnd() {
        Dyno dyno = launchUp(worker("echo begin; until [ -e /app/end ]; do sleep 0.1; done; sleep 3; echo end; exit 6"));
        docker.run(dyno, "touch", "/app/end");

        listener.await("three crashes", heard -> heard.stream().filter("worker.1 exited 6"::equals).count() >= 3);

        int ends = 0;
        int exits = 0;
        for (String heard : listener.heard()) {
            ends += heard.equals("worker.1: end") ? 1 : 0;
            exits += heard.equals("worker.1 exited 6") ? 1 : 0;
            assertThat(exits).isLessThanOrEqualTo(ends);
        }
        assertThat(listener.events()).startsWith("worker.1 started", "worker.1 STARTING>UP", "worker.1 exited 6",
                "worker.1 UP>CRASHED", "worker.1 started", "worker.1 CRASHED>STARTING", "worker.1 STARTING>UP",
                "worker.1 exited 6", "worker.1 UP>CRASHED", "worker.1 started");
    }

    @Test
    void aWriterOfAHundredMegabytesDoesNotDelayOthers() {
        String flood = "0123456789".repeat(10);
        engine.close();
        engine = open(new DynoListener() {
            @Override
            public void stateChanged(Dyno dyno, DynoState from) {}

            @Override
            public void wrote(Dyno dyno, Instant at, String text) {
                if (!text.equals(flood)) {
                    listener.wrote(dyno, at, text);
                }
            }
        });
        engine.start();
        launchUp(spec("blog", "flood", "sleep 2; yes " + flood + " | head -c 100000000; echo; echo dry; sleep 600"));

        launchUp(spec("shop", "quiet", "for i in $(seq 5); do echo tick $i; sleep 0.5; done; sleep 600"));
        listener.await("quiet.1: tick 5");
        listener.await("flood.1: dry");
    }

    @Test
    void longLinesAreSplitAndNothingElse() {
        launchUp(worker("python3 -u -c 'print(\"x\" * 25000); print(\"ü\" * 5001); print(\"\"); print(\"dos\\r\")"
                + "; print(\"end\", end=\"\")'; sleep 600"));
        listener.await("worker.1: dos");

        List<String> lines = listener.linesOf("worker.1");
        assertThat(lines).startsWith("x".repeat(10_000), "x".repeat(10_000), "x".repeat(5_000), "ü".repeat(5_000), "ü", "",
                "dos");
    }

    // --- Docker is away

    @Test
    void theWatchGoesOnByItselfWhenDockerWasAway() throws Exception {
        Dyno web = launchUp(web("echo hello; " + SERVE));
        Dyno worker = launchUp(worker("i=0; while true; do i=$((i+1)); echo tick $i; sleep 0.1; done"));
        engine.close();
        try (CuttableProxy proxy = new CuttableProxy(Path.of("/var/run/docker.sock"));
             var client = TestDocker.client(DefaultDockerClientConfig
                     .createDefaultConfigBuilder().withDockerHost(proxy.dockerHost()).build())) {
            RecordingListener behindProxy = new RecordingListener();
            try (DynoEngine cuttable = DynoEngine.onDocker(client, docker.settings(), behindProxy)) {
                cuttable.start(_ -> Instant.EPOCH);
                behindProxy.await("worker.1: tick 10");

                proxy.cut();
                assertThat(cuttable.dynos()).hasSize(2);
                assertThatThrownBy(() -> cuttable.launch(worker("sleep 600"))).isInstanceOf(DynoEngineException.class);
                assertThatThrownBy(() -> cuttable.stop(worker.id())).isInstanceOf(DynoEngineException.class);
                crash(web);
                awaitRestart(web);
                proxy.mend();

                behindProxy.await("web.1 is up again", heard -> heard.contains("web.1 STARTING>UP"));
                assertThat(behindProxy.events()).containsSubsequence("web.1 UP>CRASHED", "web.1 started",
                        "web.1 CRASHED>STARTING", "web.1 STARTING>UP");
                assertThat(cuttable.find(web.id()).orElseThrow().address()).isEqualTo(web.address());
                int seen = behindProxy.linesOf("worker.1").size();
                behindProxy.await("more ticks", heard -> behindProxy.linesOf("worker.1").size() > seen + 20);
                List<String> ticks = behindProxy.linesOf("worker.1");
                assertThat(ticks).containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ticks.size()).mapToObj(i -> "tick " + i).toList());
                cuttable.stop(worker.id());
                assertThat(cuttable.dynos()).extracting(Dyno::id).containsExactly(web.id());
            }
        }
    }

    private void awaitRestart(Dyno dyno) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (docker.inspect(dyno).getRestartCount() == 0 || !accepts(dyno.address().orElseThrow())) {
            assertThat(System.nanoTime()).as("Docker restarts " + dyno.name()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    // --- one-off dynos

    private static String readUntil(InputStream output, String expected) throws IOException {
        StringBuilder screen = new StringBuilder();
        byte[] buffer = new byte[1024];
        while (screen.indexOf(expected) < 0) {
            int read = output.read(buffer);
            if (read < 0) {
                throw new AssertionError("the output ended: " + screen);
            }
            screen.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return screen.toString();
    }

    private static void type(Session session, String keys) throws IOException {
        session.input().write(keys.getBytes(StandardCharsets.UTF_8));
        session.input().flush();
    }

    @Test
    void bashHasATerminalOfTheClientsSizeAndItsKeys() throws Exception {
        try (Session session = attach("bash --norc", Optional.of(new Terminal(133, 44)))) {
            type(session, "stty size; echo $-; test -t 0 && echo ter''minal\r");
            assertThat(readUntil(session.output(), "terminal")).contains("44 133").containsPattern("\\d*[a-zA-Z]*i[a-zA-Z]*");

            session.resize(new Terminal(99, 11));
            type(session, "stty size\r");
            readUntil(session.output(), "11 99");

            // Keys that come while bash still edits its line would not reach cat as a line.
            type(session, "echo no''w; cat\r");
            readUntil(session.output(), "now\r\n");
            type(session, "ping\r");
            readUntil(session.output(), "ping\r\nping");
            type(session, "\u0003");
            readUntil(session.output(), "$ "); // the interrupt throws away what is typed right behind it
            type(session, "echo sta''tus $?\r");
            readUntil(session.output(), "status 130");

            type(session, "exit 7\r");
            session.output().readAllBytes();
            assertThat(session.awaitEnd()).isEqualTo(7);
        }
        awaitNoOneOff();
        Eventually.holds("its container is removed", () -> docker.containers().isEmpty());
    }

    @Test
    void aShellThatIgnoresSigtermEndsWithItsClient() throws Exception {
        Session session = attach("bash --norc", Optional.of(new Terminal(80, 24)));
        type(session, "sleep 1000 & echo rea''dy\r");
        readUntil(session.output(), "ready");

        session.close();

        Eventually.holds("its container is removed", () -> docker.containers().isEmpty());
    }

    @Test
    void aOneOffIsAsConfinedAsADynoAndItsOutputIsNotKept() {
        Session session = attach("sleep 600", Optional.empty());

        var inspected = docker.inspect(session.dyno());
        assertThat(inspected.getHostConfig().getCapDrop()).extracting(Capability::toString).containsExactly("ALL");
        assertThat(inspected.getHostConfig().getMemory()).isEqualTo(128L << 20);
        assertThat(inspected.getHostConfig().getPidsLimit()).isEqualTo(64);
        assertThat(inspected.getHostConfig().getLogConfig().getType()).isEqualTo(LogConfig.LoggingType.NONE);
        assertThat(inspected.getConfig().getUser()).isEqualTo("app");
        session.close();
    }

    @Test
    void manyMegabytesGoThroughAtTheClientsPace() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        new Random(1).nextBytes(megabyte);
        try (Session session = attach("cat", Optional.empty())) {
            Thread typist = Thread.ofVirtual().start(() -> {
                try (OutputStream input = session.input()) {
                    for (int i = 0; i < 16; i++) {
                        input.write(megabyte);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            for (int i = 0; i < 16; i++) {
                assertThat(session.output().readNBytes(megabyte.length)).isEqualTo(megabyte);
            }

            typist.join();
            assertThat(session.output().read()).isEqualTo(-1);
            assertThat(session.awaitEnd()).isZero();
        }
    }

    @Test
    void aOneOffWhoseImageIsGoneIsRefusedAndLeavesNothing() {
        DynoSpec dyno = oneOff("true").dyno();
        DynoSpec gone = new DynoSpec(dyno.app(), dyno.appName(), 7, "run", 1, "slipway/no-such-image:1", "true", Map.of(),
                false, dyno.memoryBytes(), 1024, dyno.bootTimeout());

        assertThat(engine.attach(new OneOffSpec(UUID.randomUUID().toString(), gone, Duration.ofHours(1)), Optional.empty()))
                .isInstanceOfSatisfying(AttachOutcome.Refused.class, refused -> assertThat(refused.reason()).contains("no-such-image"));
        assertThat(engine.oneOffs()).isEmpty();
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void aOneOffIsStoppedWhenItsTimeIsOver() {
        OneOffSpec spec = oneOff("sleep 600");

        engine.run(new OneOffSpec(spec.id(), spec.dyno(), Duration.ofSeconds(1)));

        listener.await("run.4821 exited 143");
        awaitNoOneOff();
    }

    @Test
    void afterARestartDetachedOneOffsGoOnAndAttachedOnesAreGone() {
        engine.run(oneOff("echo begun; sleep 600"));
        listener.await("run.4821: begun");
        OneOffSpec finished = oneOff("until [ -e /app/end ]; do sleep 0.1; done; echo done; exit 4");
        Dyno ending = ((LaunchOutcome.Up) engine.run(finished)).dyno();
        attach("sleep 600", Optional.empty());
        List<Container> before = docker.containers();
        Instant seen = Instant.now();

        DynoEngine next = reopened();
        docker.run(ending, "touch", "/app/end");
        Eventually.holds("the short one has ended", () -> docker.containers().stream()
                .noneMatch(container -> container.getState().equals("running") && finished.id().equals(container.getLabels().get(DynoIdentity.DYNO))));
        next.start(_ -> seen.minusSeconds(5));

        assertThat(before).hasSize(3);
        listener.await("run.4821 exited 4");
        assertThat(listener.linesOf("run.4821")).contains("done");
        Eventually.holds("only the long one is left", () -> docker.containers().size() == 1);
        assertThat(next.oneOffs()).singleElement().matches(Dyno::oneOff).extracting(Dyno::state).isEqualTo(DynoState.UP);
        next.stop(next.oneOffs().getFirst().id());
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void aPlatformThatWasKilledLeavesNoAttachedOneOffAndNoCommandInADyno() throws Exception {
        Dyno web = launchUp(web(SERVE));
        Session inside = ((AttachOutcome.Attached) engine.attachInside(web.id(), "sleep 999", Map.of(), new Terminal(80, 24))).session();
        attach("sleep 600", Optional.of(new Terminal(80, 24)));
        Eventually.holds("the command runs", () -> docker.run(web, "pgrep", "-f", "sleep 999").lines().count() > 0);

        try (DynoEngine next = open(listener)) { // as if this engine had never been closed
            next.start();

            assertThat(docker.containers()).hasSize(1);
            Eventually.holds("the command ended", () -> !docker.run(web, "ps", "-eo", "args").contains("sleep 999"));
        }
        inside.close();
    }

    @Test
    void aCommandInsideADynoHasItsEnvironmentAndEndsWithItsClient() throws Exception {
        Dyno web = launchUp(with(web(SERVE), Map.of("SECRET", "of the app"), Duration.ofSeconds(60)));
        Session session = ((AttachOutcome.Attached) engine.attachInside(web.id(), "bash --norc", Map.of("EXTRA", "e"),
                new Terminal(70, 20))).session();
        type(session, "echo \"$SECRET,$EXTRA,$DYNO\"; stty size; sleep 888 & echo rea''dy\r");
        assertThat(readUntil(session.output(), "ready")).contains("of the app,e,web.1").contains("20 70");

        session.close();

        Eventually.holds("all it began ended", () -> !docker.run(web, "ps", "-eo", "args").contains("sleep 888"));
        assertThat(accepts(web.address().orElseThrow())).isTrue();
    }
}
