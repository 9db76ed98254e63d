package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code heroku run} and the release phase, as a user types them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RunCliIT {

    private static final String APP = "runner";
    private static final String PROMPT = "$ ";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    @TempDir
    static Path home;
    @TempDir
    static Path user;
    @TempDir
    static Path folder;

    private static Installation slipway;
    private static HerokuCli heroku;
    private static Repository repository;

    @BeforeAll
    static void anAppWithAReleaseCommand() throws Exception {
        slipway = new Installation(home, "slipway.runtime.stop-grace=1s");
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
        heroku.run("apps:create", APP).succeeds();
        repository = Repository.of(Path.of("../examples/flask"), folder, heroku);
        repository.append("Procfile", "\nrelease: sh release.sh\nhello: echo hello\n");
        repository.write("release.sh", """
                echo "migrating to ${SCHEMA:-one}"
                sleep ${MIGRATION_SECONDS:-0}
                exit ${MIGRATION_STATUS:-0}
                """);
        repository.commit("release command");
        heroku.in(folder).run("git:remote", "-a", APP).succeeds();
        assertThat(repository.push().succeeds().output()).contains("remote: Running release command...")
                .contains("remote: migrating to one").contains("remote: Waiting for release.... done.").contains("Released v3");
    }

    @AfterAll
    static void remove() throws Exception {
        slipway.close();
    }

    @Test
    void aCommandsOutputAndExitStatusAreTheClis() {
        assertThat(run("echo", "hello").succeeds().output()).containsPattern("Running echo hello on runner\\.\\.\\. up, run\\.\\d{4}\n")
                .endsWith("\nhello\n");
        assertThat(run("hello", "you").succeeds().output()).endsWith("\nhello you\n");
        assertThat(run("--exit-code", "exit 7").status()).isEqualTo(7);
        assertThat(run("--exit-code", "true").succeeds().output()).doesNotContain("heroku-command-exit-status");
        assertThat(run("--", "sh", "-c", "echo \"$A $DYNO\"; id -u; test -n \"$PORT\" && tty").succeeds().output())
                .containsPattern("\n run\\.\\d{4}\n1000\n/dev/pts/0\n");
        assertThat(run("--no-tty", "--env", "A=1;B=x y", "--size", "standard-2x",
                "echo $A $B; tty; cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null").succeeds().output())
                .contains("\n1 x y\nnot a tty\n").contains("1073741824");
    }

    @Test
    void whatIsPipedInArrivesWhole() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; lines.length() < 10_000_000; i++) {
            lines.append("line ").append(i).append(" of a file that is too long for any buffer\n");
        }
        Files.writeString(user.resolve("file"), lines);
        String sum = shell("md5sum < file").output();

        assertThat(shell("heroku run --no-tty -a runner md5sum < file").output()).endsWith(sum);
        assertThat(shell("heroku run --no-tty -a runner cat < file 2>err | md5sum").output()).isEqualTo(sum);
        assertThat(shell("heroku run --no-tty --exit-code -a runner 'head -1' < file").output())
                .endsWith("\nline 0 of a file that is too long for any buffer\n");
    }

    @Test
    void aShellHasAWindowAndItsKeys() throws Exception {
        awaitNoOneOffs();
        try (TerminalSession bash = atTerminal("bash")) {
            bash.awaitText(PROMPT);
            bash.type("stty size\r");
            bash.awaitText("41 123");
            bash.type("sleep 1000\r");
            assertThat(heroku.run("ps", "-a", APP).succeeds().output()).contains("=== run: one-off processes (1)")
                    .containsPattern("run\\.\\d{4} \\(Basic\\): up .*: bash");
            bash.type(CTRL_C);
            bash.awaitText("^C");
            bash.awaitText(PROMPT);
            bash.type("echo $((6*7)); exit 3\r");
            bash.awaitText("42");
            assertThat(bash.awaitEnd()).isZero();
        }
        try (TerminalSession python = atTerminal("python")) {
            python.awaitText(">>>");
            python.type("print(6*7)\r");
            python.awaitText("42");
            python.type(CTRL_D);
            assertThat(python.awaitEnd()).isZero();
        }
        awaitNoOneOffs();
        assertThat(heroku.run("logs", "-a", APP, "--source", "heroku", "-n", "200").succeeds().output())
                .containsPattern("heroku\\[run\\.\\d{4}]: Starting process with command `bash`")
                .containsPattern("heroku\\[run\\.\\d{4}]: Process exited with status 3");
    }

    @Test
    void aShellInsideADynoSharesIt() throws Exception {
        try (TerminalSession bash = new TerminalSession(script("heroku run:inside -a runner web.1 bash"))) {
            bash.awaitText(PROMPT);
            bash.type("echo in $DYNO; stty size\r");
            bash.awaitText("in web.1");
            bash.awaitText("41 123");
            bash.type("exit\r");
            assertThat(bash.awaitEnd()).isZero();
        }
    }

    @Test
    void aProcessEndsWithItsClient() throws Exception {
        awaitNoOneOffs();
        Process client = heroku.start("run", "-a", APP, "sleep 1000");
        slipway.await("the one-off dyno", () -> oneOffs() == 1);
        client.destroyForcibly().waitFor();
        awaitNoOneOffs();
        assertThat(heroku.run("ps", "-a", APP).succeeds().output()).doesNotContain("one-off");
    }

    @Test
    void detachedItOutlivesThePlatformAttachedItDoesNot() throws Exception {
        awaitNoOneOffs();
        assertThat(heroku.run("run:detached", "-a", APP, "for i in $(seq 1000); do echo tick $i; sleep 1; done").succeeds()
                .output()).contains("done, run.").contains("heroku logs --app runner --dyno run.");
        Process client = heroku.start("run", "-a", APP, "sleep 1000");
        slipway.await("both dynos", () -> oneOffs() == 2);

        slipway.killPlatform();
        assertThat(client.waitFor(2, TimeUnit.MINUTES)).isTrue();
        slipway.startPlatform();

        slipway.await("the end of the attached one", () -> oneOffs() == 1);
        String name = heroku.run("ps", "-a", APP).succeeds().output().lines().filter(line -> line.startsWith("run."))
                .findFirst().orElseThrow().split(" ")[0];
        assertThat(heroku.run("logs", "-a", APP, "--dyno-name", name, "--source", "app", "-n", "1500").succeeds().output())
                .contains("tick 1\n").contains("app[" + name + "]: tick");
        heroku.run("ps:stop", "-a", APP, "--dyno-name", name).succeeds();
        awaitNoOneOffs();
    }

    @Test
    void aReleaseCommandGuardsEveryRelease() throws Exception {
        HerokuCli here = heroku.in(folder);
        here.run("config:set", "SCHEMA=two", "MIGRATION_STATUS=4").succeeds();
        slipway.await("its failure", () -> here.run("releases").output().contains("release command failed"));
        assertThat(here.run("releases:output").succeeds().output()).contains("migrating to two");

        repository.commit("with the bad config");
        assertThat(repository.push().succeeds().output()).contains("remote: Waiting for release.... failed.")
                .contains("heroku releases:retry -a runner").contains("main -> main");
        assertThat(repository.remoteMain()).isEqualTo(repository.head());
        assertThat(here.run("releases:retry").succeeds().output()).contains("Running release command...").contains("migrating to two");
        assertThat(slipway.visit(APP, "/").body()).contains("Hello from Slipway!");

        here.run("config:set", "MIGRATION_STATUS=0", "MIGRATION_SECONDS=1000").succeeds();
        slipway.await("the release command", () -> here.run("ps").output().contains("release."));
        slipway.killPlatform();
        slipway.startPlatform();
        slipway.await("the release command, once more", () -> oneOffs() == 1);
        String dyno = here.run("ps").succeeds().output().lines().filter(line -> line.startsWith("release.")).findFirst()
                .orElseThrow().split("[ :]")[0];
        here.run("ps:stop", "--dyno-name", dyno).succeeds();
        slipway.await("its failure", () -> !here.run("releases").output().contains("release command executing"));
        assertThat(here.run("config:unset", "MIGRATION_SECONDS", "MIGRATION_STATUS").succeeds().status()).isZero();
        slipway.await("a release", () -> here.run("releases").output().lines().filter(line -> line.contains("Remove MIGRATION"))
                .noneMatch(line -> line.contains("release command")));
        assertThat(here.run("rollback", "v3").succeeds().output()).contains("Running release command...").contains("migrating to one");
    }

    private static Commands.Result run(String... arguments) {
        String[] argv = new String[arguments.length + 3];
        argv[0] = "run";
        argv[1] = "-a";
        argv[2] = APP;
        System.arraycopy(arguments, 0, argv, 3, arguments.length);
        return heroku.run(argv);
    }

    private static Commands.Result shell(String script) {
        return heroku.shell().run("sh", "-c", script).succeeds();
    }

    private static TerminalSession atTerminal(String command) {
        return new TerminalSession(script("heroku run -a runner " + command));
    }

    private static Process script(String command) {
        return heroku.shell().start("script", "-qec", "stty rows 41 cols 123; TERM=xterm " + command, "/dev/null");
    }

    private static void awaitNoOneOffs() throws Exception {
        slipway.await("the one-off dynos to go", () -> oneOffs() == 0);
    }

    private static long oneOffs() {
        return slipway.dynoContainers().stream().filter(name -> !name.contains("-web.")).count();
    }
}
