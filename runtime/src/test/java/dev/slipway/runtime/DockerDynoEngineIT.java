package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
        return "sleep 600";
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
        DynoSpec flask = with(web("python3 -u -m http.server --bind 127.0.0.1 5000"), Map.of(), Duration.ofSeconds(3));

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
                    new RuntimeSettings(small.owner, tiny, Duration.ofSeconds(5), 64, small.owner), listener);
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
                Duration.ofSeconds(5), 64, docker.owner), listener)) {
            assertThatThrownBy(other::start).isInstanceOf(DynoEngineException.class)
                    .hasMessageContaining(docker.subnet).hasMessageContaining("10.99.0.0/24")
                    .hasMessageContaining("docker network rm");
        }
    }

    @Test
    void aSubnetThatAnotherNetworkUsesIsAnErrorThatSaysWhatToDo() throws IOException {
        try (TestDocker other = new TestDocker(); DynoEngine engineThere = DynoEngine.onDocker(other.client,
                new RuntimeSettings(other.owner, docker.subnet, Duration.ofSeconds(5), 64, other.owner), listener)) {
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
        Dyno dyno = launchUp(worker("trap '' TERM; echo ready; while true; do sleep 1; done"));
        listener.await("worker.1: ready");

        engine.stop(dyno.id());

        assertThat(listener.events()).endsWith("worker.1 exit timed out", "worker.1 exited 137", "worker.1 UP>DOWN");
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void aDynoInACrashLoopCanBeStopped() {
        Dyno dyno = launchUp(worker("sleep 1.5; exit 6"));
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
        Map<String, Instant> seen = new HashMap<>();
        DynoListener timed = new DynoListener() {
            @Override
            public void stateChanged(Dyno dyno, DynoState from) {}

            @Override
            public void wrote(Dyno dyno, Instant at, String text) {
                synchronized (seen) {
                    seen.merge(dyno.id(), at, (a, b) -> a.isAfter(b) ? a : b);
                }
                listener.wrote(dyno, at, text);
            }
        };
        engine.close();
        engine = open(timed);
        engine.start(_ -> Instant.EPOCH);
        listener.forget();
        listener.await("worker.1: line 100");
        engine.close();
        List<String> first = List.copyOf(listener.linesOf("worker.1"));

        engine = open(timed);
        engine.start(dyno -> seen.get(dyno.id()));
        listener.await("worker.1: line 400");
        listener.await("worker.1: err 400");

        assertThat(first).contains("line 100");
        assertThat(listener.linesOf("worker.1").stream().filter(line -> line.startsWith("err")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 400).mapToObj(i -> "err " + i).toList());
        assertThat(listener.linesOf("worker.1").stream().filter(line -> line.startsWith("line")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 400).mapToObj(i -> "line " + i).toList());
        assertThat(engine.find(worker.id())).isPresent();
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
        launchUp(worker("echo begin; sleep 1.2; echo end; exit 6"));

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
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (docker.inspect(dyno).getRestartCount() == 0 || !accepts(dyno.address().orElseThrow())) {
            assertThat(System.nanoTime()).as("Docker restarts " + dyno.name()).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
