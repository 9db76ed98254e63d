package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.rendezvous.RendezvousServer;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.InMemoryDynoEngine;
import dev.slipway.runtime.InMemoryDynoEngine.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code heroku run}, {@code run:detached} and {@code run:inside}, seen from the wire. */
@PlatformTest
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunIT {

    private static final String PASSWORD = "correct horse";
    private static final String GREETING = "rendezvous\r\n";
    private static final String EOT = "\u0004";
    private static final String STATUS = "\uFFFF heroku-command-exit-status: ";

    @LocalServerPort
    private int port;
    @Autowired
    private RendezvousServer rendezvous;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private InMemoryDynoEngine engine;
    @Autowired
    private InMemoryImageBuilder builder;

    private Account owner;
    private ApiClient user;
    private App app;
    private String path;
    private final String command = "task-" + UUID.randomUUID();

    @BeforeEach
    void anAppWithCode() throws Exception {
        owner = accounts.create("run-" + UUID.randomUUID() + "@example.org", PASSWORD, false);
        user = ApiClient.anonymous(port).login(owner.email(), PASSWORD);
        app = testApps.create(owner);
        path = "/apps/" + app.name();
        builder.next(Map.of("web", "serve", "worker", "work-" + command));
        testApps.deployed(app, owner);
    }

    @Test
    void theClientMeetsItsProcess() throws Exception {
        engine.program(command, (_, input, output) -> {
            output.print("What is your name? ");
            byte[] name = new byte[3];
            int read = input.readNBytes(name, 0, 3);
            output.print("Hello " + new String(name, 0, read, StandardCharsets.UTF_8));
            return 0;
        });
        ApiClient.Answer dyno = attach(command);
        assertThat(dyno.text("name")).matches("run\\.\\d{4}");
        assertThat(dyno.text("state")).isEqualTo("starting");
        assertThat(dyno.text("type")).isEqualTo("run");
        assertThat(dyno.text("command")).isEqualTo(command);
        assertThat(dyno.text("size")).isEqualTo("Basic");
        assertThat(dyno.text("attach_url")).startsWith("rendezvous://127.0.0.1:" + port + "/rendezvous.");
        assertThat(dynos()).containsEntry(dyno.text("name"), "starting");

        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.frame()).contains(GREETING);
            assertThat(client.frame()).contains("What is your name? ");
            assertThat(dynos()).containsEntry(dyno.text("name"), "up");
            client.type("Ida");
            assertThat(client.rest()).isEqualTo("Hello Ida");
        }
        await("its end", () -> dynos().isEmpty());
        assertThat(log(dyno.text("name"))).containsExactly("Awaiting client", "Starting process with command `" + command + "`",
                "State changed from starting to up", "Process exited with status 0", "State changed from up to complete");
        assertThat(log("api")).contains("Starting process with command `" + command + "` by user " + owner.email());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"command\":\"echo \\ud800\"}", "{\"command\":\"env\",\"env\":{\"X\":\"\\udc00\"}}"})
    void halfACharacterIsRefused(String body) throws Exception {
        user.post(path + "/dynos", body).isError(422, "invalid_params");
    }

    @Test
    void theExitStatusIsAFrameOfItsOwn() throws Exception {
        engine.program(command, (_, _, output) -> {
            output.print("no line break");
            return 7;
        });
        try (RendezvousClient client = meet(attach(command + " ; echo \\\"" + STATUS + "$?\\\""))) {
            assertThat(client.frame()).contains(GREETING);
            assertThat(client.frame()).contains("no line break");
            assertThat(client.frame()).contains(STATUS + "7\n");
            assertThat(client.frame()).isEmpty();
        }
    }

    @Test
    void withoutATerminalTheLastEotIsTheEndOfTheInput() throws Exception {
        engine.program(command, (_, input, output) -> {
            output.write(input.readAllBytes());
            return 0;
        });
        ApiClient.Answer dyno = user.post(path + "/dynos",
                "{\"attach\":true,\"force_no_tty\":true,\"command\":\"" + command + "\"}").is(201);
        try (RendezvousClient client = meet(dyno)) {
            client.frame();
            client.type("binary" + EOT + "input" + EOT);
            assertThat(client.rest()).isEqualTo("binary" + EOT + "input");
        }
    }

    @Test
    void whatIsPipedIntoAProcessThatDoesNotWantItIsTakenAllTheSame() throws Exception {
        ApiClient.Answer dyno = user.post(path + "/dynos",
                "{\"attach\":true,\"force_no_tty\":true,\"command\":\"" + command + "\"}").is(201);
        engine.program(command, (_, input, output) -> {
            output.print((char) input.read());
            return 0;
        });
        try (RendezvousClient client = meet(dyno)) {
            client.frame();
            for (int i = 0; i < 200; i++) {
                client.type("x".repeat(10_000)); // more than buffers hold; a broken pipe would be an exception
            }
            client.type(EOT);
            assertThat(client.rest()).isEqualTo("x");
        }
    }

    @Test
    void aTerminalGetsEveryKey() throws Exception {
        engine.program(command, (_, input, output) -> {
            output.write(input.readNBytes(2));
            return 0;
        });
        try (RendezvousClient client = meet(attach(command))) {
            client.frame();
            client.type("\u0003" + EOT);
            assertThat(client.rest()).isEqualTo("\u0003" + EOT);
        }
    }

    @Test
    void aProcessEndsWithItsClient() throws Exception {
        engine.program(command, (_, input, _) -> input.read());
        ApiClient.Answer dyno = attach(command);
        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.frame()).contains(GREETING);
        }
        await("its end", () -> dynos().isEmpty());
        assertThat(log(dyno.text("name"))).contains("Client connection closed. Sending SIGHUP to all processes",
                "Process exited with status 129", "State changed from up to complete");
    }

    @Test
    void aSecretIsGoodForOneVisit() throws Exception {
        ApiClient.Answer dyno = attach(command);
        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.rest()).isEqualTo(GREETING);
        }
        try (RendezvousClient again = meet(dyno)) {
            assertThat(again.frame()).contains(GREETING);
            assertThat(again.rest()).contains("Run the command again");
        }
        try (RendezvousClient stranger = new RendezvousClient(rendezvous.port(), "rendezvous://localhost:1/rendezvous.guessed")) {
            assertThat(stranger.rest()).contains("Run the command again");
        }
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws Exception {
        engine.on(command, new Behaviour.IsRefused("the disk is full"));

        user.post(path + "/dynos", "{\"attach\":false,\"command\":\"" + command + "\"}").is(503);
        try (RendezvousClient client = meet(attach(command + "; echo \\\"" + STATUS + "$?\\\""))) {
            assertThat(client.rest()).contains("the disk is full").endsWith(STATUS + "1\n");
        }
        assertThat(dynos()).isEmpty();
    }

    @Test
    void itRunsWithTheConfigVarsAndWhatItsUserAdds() throws Exception {
        user.patch(path + "/config-vars", "{\"A\":\"config\",\"B\":\"config\"}").is(200);
        await("the release", () -> user.get(path + "/releases/4").text("status").equals("succeeded"));
        user.patch(path + "/features/runtime-dyno-metadata", "{\"enabled\":true}").is(200);
        engine.program(command, (environment, _, output) -> {
            output.print(new TreeMap<>(environment).subMap("A", "HEROKU_APP_J"));
            output.print(environment.get("HEROKU_RELEASE_VERSION") + environment.get("COLUMNS"));
            return 0;
        });
        ApiClient.Answer dyno = user.post(path + "/dynos", "{\"attach\":true,\"command\":\"" + command
                + "\",\"env\":{\"B\":\"own\",\"COLUMNS\":100,\"LINES\":30,\"TERM\":null}}").is(201);
        assertThat(dyno.body().path("release").path("version").asInt()).isEqualTo(4);

        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.rest()).isEqualTo(GREETING + "{A=config, B=own, COLUMNS=100, HEROKU_APP_ID=" + app.id()
                    + "}v4100");
        }
    }

    @Test
    void aProcessTypeStandsForItsCommandAndSize() throws Exception {
        user.patch(path + "/config-vars", "{\"A\":\"1\"}").is(200);
        await("the formation", () -> user.get(path + "/formation").body().size() == 2);
        user.patch(path + "/formation/worker", "{\"size\":\"standard-2x\"}").is(200);
        engine.program("work-" + command + " --verbose", (_, _, output) -> {
            output.print("working");
            return 0;
        });
        ApiClient.Answer dyno = attach("worker --verbose");
        assertThat(dyno.text("command")).isEqualTo("worker --verbose");
        assertThat(dyno.text("size")).isEqualTo("Standard-2X");
        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.rest()).isEqualTo(GREETING + "working");
        }
        assertThat(user.post(path + "/dynos", "{\"attach\":true,\"command\":\"worker\",\"size\":\"basic\"}").is(201).text("size"))
                .isEqualTo("Basic");
    }

    @Test
    void detachedItWritesIntoTheLogAndIsStoppedByName() throws Exception {
        engine.program(command, (_, _, output) -> {
            output.println("begun");
            Thread.sleep(60_000);
            return 0;
        });
        ApiClient.Answer dyno = user.post(path + "/dynos",
                "{\"attach\":false,\"type\":\"job\",\"size\":\"standard-1x\",\"command\":\"" + command + "\"}").is(201);
        String name = dyno.text("name");
        assertThat(name).matches("job\\.\\d{4}");
        assertThat(dyno.body().path("attach_url").isNull()).isTrue();
        assertThat(user.get(path + "/dynos/" + name).is(200).text("size")).isEqualTo("Standard-1X");

        user.post(path + "/dynos/" + name + "/actions/stop", "").is(202);

        await("its end", () -> dynos().isEmpty());
        assertThat(log(name)).containsSubsequence("State changed from starting to up", "Stopping all processes with SIGTERM",
                "begun", "Process exited with status 143", "State changed from up to complete");
        user.get(path + "/dynos/" + name).isError(404, "not_found");
    }

    @Test
    void stoppedBeforeItsClientComesItIsNotRun() throws Exception {
        ApiClient.Answer dyno = attach(command);
        user.post(path + "/dynos/" + dyno.text("name") + "/actions/stop", "").is(202);

        assertThat(dynos()).isEmpty();
        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.rest()).contains("it was stopped before you came");
        }
        assertThat(log(dyno.text("name"))).doesNotContain("State changed from starting to up");
    }

    @Test
    void aCommandRunsInsideADyno() throws Exception {
        user.patch(path + "/config-vars", "{\"A\":\"1\"}").is(200);
        await("a web dyno", () -> "up".equals(dynos().get("web.1")));
        engine.program(command, (environment, _, output) -> {
            output.print("inside with " + environment.get("EXTRA"));
            return 3;
        });
        ApiClient.Answer dyno = user.post(path + "/dynos/web.1", "{\"command\":\"" + command + " ; echo \\\"" + STATUS
                + "$?\\\"\",\"env\":{\"EXTRA\":\"more\"}}").is(201);
        assertThat(dyno.text("name")).isEqualTo("web.1");
        try (RendezvousClient client = meet(dyno)) {
            assertThat(client.rest()).isEqualTo(GREETING + "inside with more" + STATUS + "3\n");
        }
        user.post(path + "/dynos/web.9", "{\"command\":\"bash\"}").isError(404, "not_found");
    }

    @Test
    void thereAreNoMoreThanSoManyAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            attach(command);
        }
        ApiClient.Answer refused = user.post(path + "/dynos", "{\"attach\":true,\"command\":\"bash\"}");
        refused.isError(422, "invalid_params");
        assertThat(refused.text("message")).contains("heroku ps:stop run.");
        assertThat(dynos()).hasSize(10);
    }

    @Test
    void nothingRunsInAnAppWithoutCode() throws Exception {
        String empty = "/apps/" + testApps.create(owner).name();
        assertThat(user.post(empty + "/dynos", "{\"attach\":true,\"command\":\"bash\"}").isError(422, "invalid_params")
                .text("message")).contains("git push heroku main");
    }

    @Test
    void oneOffsGoWithTheirApp() throws Exception {
        engine.program(command, (_, _, _) -> {
            Thread.sleep(60_000);
            return 0;
        });
        user.post(path + "/dynos", "{\"command\":\"" + command + "\"}").is(201);
        assertThat(engine.oneOffs(app.key())).extracting(Dyno::command).containsExactly(command);

        user.delete(path).is(200);

        await("its end", () -> engine.oneOffs(app.key()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"command\":\"\"}", "{\"command\":\" \"}", "{\"command\":\"a\\u0000b\"}",
            "{\"command\":\"a\",\"size\":\"huge\"}", "{\"command\":\"a\",\"type\":\"../x\"}",
            "{\"command\":\"a\",\"env\":{\"A B\":\"1\"}}", "{\"command\":\"a\",\"env\":{\"A=B\":\"1\"}}",
            "{\"command\":\"a\",\"env\":{\"A\":\"1\\u00002\"}}", "{\"command\":\"a\",\"env\":{\"A\":[1]}}",
            "{\"command\":\"a\",\"time_to_live\":0}"})
    void whatCannotBeRunIsRefused(String body) throws Exception {
        user.post(path + "/dynos", body).isError(422, "invalid_params");
        assertThat(dynos()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"command\":{}}", "{\"command\":\"a\",\"env\":\"A=1\"}", "{\"command\":\"a\",\"attach\":\"maybe\"}"})
    void whatIsOfAnotherTypeIsRefused(String body) throws Exception {
        assertThat(user.post(path + "/dynos", body).status()).isIn(400, 422);
        assertThat(dynos()).isEmpty();
    }

    private ApiClient.Answer attach(String commandInJson) throws Exception {
        return user.post(path + "/dynos", "{\"attach\":true,\"command\":\"" + commandInJson + "\"}").is(201);
    }

    private RendezvousClient meet(ApiClient.Answer dyno) throws Exception {
        return new RendezvousClient(rendezvous.port(), dyno.text("attach_url"));
    }

    /** Name to state. */
    private Map<String, String> dynos() throws Exception {
        return StreamSupport.stream(user.get(path + "/dynos").is(200).body().spliterator(), false)
                .collect(Collectors.toMap(dyno -> dyno.path("name").asString(), dyno -> dyno.path("state").asString()));
    }

    /** What was logged about a dyno, without times and names. */
    private List<String> log(String dyno) throws Exception {
        return new LogSessions(user).read(path, "{\"dyno\":\"" + dyno + "\",\"lines\":1000}").stream()
                .map(line -> line.substring(line.indexOf("]: ") + 3)).toList();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
