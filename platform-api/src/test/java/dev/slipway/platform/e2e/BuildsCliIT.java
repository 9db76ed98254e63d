package dev.slipway.platform.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Buildpacks, stacks, releases and clones, typed as tutorials type them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BuildsCliIT {

    private static final Path NO_WEB = Path.of("src/test/apps/no-web");

    @TempDir
    static Path home;
    @TempDir
    static Path user;

    private static Installation slipway;
    private static HerokuCli heroku;

    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws Exception {
        slipway = new Installation(home);
        slipway.start();
        heroku = HerokuCli.of(slipway, user);
        heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
    }

    @AfterAll
    static void remove() throws Exception {
        slipway.close();
    }

    @Test
    void buildpacksAreSetAddedMovedAndRemoved() {
        assertThat(says("create", "packs", "-b", "heroku/java", "--stack", "heroku-22", "--region", "eu"))
                .contains("Setting buildpack to heroku/java... done").contains("slipway-trixie (Debian 13)").contains("heroku-22");

        assertThat(says("buildpacks", "-a", "packs")).contains("heroku/java");
        assertThat(says("buildpacks:add", "heroku/python", "-i", "1", "-a", "packs")).contains("1. heroku/python", "2. heroku/java");
        assertThat(refuses("buildpacks:add", "heroku/python", "-a", "packs")).contains("already set");
        assertThat(says("buildpacks:remove", "heroku/java", "-a", "packs")).contains("will use heroku/python");
        String url = "https://github.com/heroku/heroku-buildpack-java";
        assertThat(says("buildpacks:set", url, "-i", "2", "-a", "packs")).contains("2. " + url);
        assertThat(says("buildpacks:remove", url, "-a", "packs")).contains("Buildpack removed");
        assertThat(refuses("buildpacks:set", "heroku/cobol", "-a", "packs"))
                .contains("It has heroku/python, heroku/java");
        assertThat(refuses("buildpacks:add", "https://github.com/ejholmes/heroku-buildpack-bower", "-a", "packs"))
                .contains("is not a buildpack that Slipway has");
        assertThat(says("buildpacks:clear", "-a", "packs")).contains("will detect buildpacks normally");
        assertThat(says("buildpacks:search", "python")).contains("heroku/python").contains("1 buildpack found");
        assertThat(says("buildpacks:info", "heroku/java")).contains("pom.xml");
        assertThat(says("buildpacks:versions", "heroku/java")).contains("published");
        assertThat(says("stack", "-a", "packs")).contains("* slipway-trixie");
        assertThat(says("stack:set", "heroku-24", "-a", "packs")).contains("used instead of heroku-24");
        assertThat(refuses("create", "--stack", "container")).contains("Procfile");
        assertThat(says("regions")).contains("eu");
    }

    @Test
    void aPushUsesTheBuildpackThatIsSetAndItsHistoryIsCloned() throws Exception {
        says("create", "pushed");
        says("create", "twin");
        Repository app = Repository.of(NO_WEB, folder, heroku);
        HerokuCli here = heroku.in(folder);
        here.run("git:remote", "-a", "pushed").succeeds();
        here.run("buildpacks:set", "heroku/java").succeeds();
        assertThat(app.push().fails().output()).contains("remote: -----> Using set buildpack heroku/java")
                .contains("App not compatible with buildpack heroku/java").contains("heroku buildpacks:clear");
        here.run("buildpacks:set", "heroku/python").succeeds();
        assertThat(app.push().succeeds().output()).contains("remote: -----> Using set buildpack heroku/python")
                .contains("remote: -----> Python app detected").contains("Released v3");

        assertThat(says("git:clone", "-a", "pushed", folder.resolve("copy").toString())).contains("Cloning into");
        Commands copy = heroku.shell().in(folder.resolve("copy"));
        assertThat(copy.run("git", "rev-parse", "HEAD").succeeds().output().strip()).isEqualTo(app.head());
        assertThat(copy.run("git", "remote").succeeds().output().strip()).isEqualTo("heroku");

        here.run("config:set", "A=1").succeeds();
        assertThat(here.run("releases:info", "v3").succeeds().output()).containsPattern("Eligible for Rollback\\?: +Yes");
        assertThat(here.run("releases:info").succeeds().output()).contains("=== Release v4").contains("A:");
        assertThat(refuses("rollback", "v2", "-a", "pushed")).contains("Cannot roll back to v2: no code was deployed by then");
        assertThat(here.run("rollback").succeeds().output()).contains("to v3... done, v5");

        here.run("git:remote", "-a", "twin", "-r", "twin").succeeds();
        app.shell().run("git", "push", "twin", "main").succeeds();
        assertThat(says("apps:diff", "pushed", "twin")).doesNotContain("slug (checksum)").contains("buildpack (0)");
    }

    @Test
    void aFolderOfARepositoryIsPushedAsASubtree() throws Exception {
        says("create", "subtree");
        Files.createDirectories(folder.resolve("backend"));
        Repository app = Repository.of(NO_WEB, folder.resolve("backend"), heroku);
        moveToParent(folder.resolve("backend/.git"));
        Commands shell = heroku.shell().in(folder);
        commit(shell, "in a folder");
        heroku.in(folder).run("git:remote", "-a", "subtree").succeeds();

        assertThat(shell.run("git", "subtree", "push", "--prefix", "backend", "heroku", "main").succeeds().output())
                .contains("Released v3");
        app.write("Procfile", "worker: echo changed; sleep 1000");
        shell.run("git", "add", "-A").succeeds();
        shell.run("git", "commit", "--amend", "-m", "history rewritten").succeeds();
        String split = shell.run("git", "subtree", "split", "-q", "--prefix", "backend", "main").succeeds().output().strip();
        assertThat(shell.run("git", "push", "heroku", split + ":main").fails().output()).contains("non-fast-forward");
        assertThat(shell.run("git", "push", "heroku", split + ":main", "--force").succeeds().output()).contains("Released v4");
    }

    @Test
    void anArchiveIsDeployedWithoutGit() throws Exception {
        says("create", "archived");
        Path archive = folder.resolve("source.tgz");
        Commands shell = heroku.shell().in(folder);
        shell.run("tar", "czf", archive.toString(), "-C", NO_WEB.toAbsolutePath().toString(), ".").succeeds();
        String source = curl("-X", "POST", "/sources");
        shell.run("curl", "-sSf", "-X", "PUT", "-T", archive.toString(), field(source, "put_url")).succeeds();

        String build = curl("-d", "{\"source_blob\":{\"url\":\"" + field(source, "get_url") + "\",\"version\":\"1.2\"}}",
                "/apps/archived/builds");

        assertThat(shell.run("curl", "-sSfN", field(build, "output_stream_url")).succeeds().output())
                .contains("-----> Python app detected").contains("Released v3");
        assertThat(says("releases", "-a", "archived")).contains("Deploy 1.2").contains("Current: v3");
    }

    /** Asks the API as a script would, with the token that the CLI stored. */
    private static String curl(String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("curl", "-sSf", "-u", ":" + token(), "-H", "Content-Type: application/json"));
        argv.addAll(List.of(arguments).subList(0, arguments.length - 1));
        argv.add("http://localhost:" + slipway.routerPort() + arguments[arguments.length - 1]);
        return heroku.shell().run(argv.toArray(String[]::new)).succeeds().output();
    }

    private static String token() throws IOException {
        Matcher password = Pattern.compile("password (\\S+)").matcher(Files.readString(user.resolve(".netrc")));
        assertThat(password.find()).isTrue();
        return password.group(1);
    }

    private static String field(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(value.find()).as(json).isTrue();
        return value.group(1);
    }

    private static void moveToParent(Path file) throws IOException {
        Files.move(file, file.getParent().resolveSibling(file.getFileName()));
    }

    private static void commit(Commands shell, String message) {
        shell.run("git", "add", "-A").succeeds();
        shell.run("git", "commit", "-m", message).succeeds();
    }

    /** What the CLI says on failure, without the line breaks that fit it to a terminal. */
    private static String refuses(String... arguments) {
        return heroku.run(arguments).fails().output().replaceAll("\\s*\\n ›\\s+", " ");
    }

    private static String says(String... arguments) {
        return heroku.run(arguments).succeeds().output();
    }
}
