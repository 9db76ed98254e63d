package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.builder.BuildOutcome;
import dev.slipway.builder.BuildRequest;
import dev.slipway.platform.ApiClient.Answer;
import dev.slipway.platform.account.Accounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Buildpacks, builds, sources, slugs and the releases made of them, through the API. */
@PlatformTest
@Timeout(180)
class BuildsIT {

    private static final String PASSWORD = "correct horse";

    @LocalServerPort
    private int port;
    @Autowired
    private Accounts accounts;
    @Autowired
    private InMemoryImageBuilder builder;
    @Autowired
    private JdbcTemplate sql;
    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private ApiClient user;
    private String app;

    @BeforeEach
    void anAccountWithAnApp() throws Exception {
        user = newUser();
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
    }

    @Test
    void buildpacksAreSetAsTheyWereTypedAndCleared() throws Exception {
        String url = "https://github.com/heroku/heroku-buildpack-java.git";
        var set = user.put(app + "/buildpack-installations", updates("heroku/python", url)).is(200);

        assertThat(set.body().toString()).isEqualTo("[{\"ordinal\":0,\"buildpack\":{\"url\":\"urn:buildpack:heroku/python\","
                + "\"name\":\"heroku/python\"}},{\"ordinal\":1,\"buildpack\":{\"url\":\"" + url + "\",\"name\":\"heroku/java\"}}]");
        assertThat(user.get(app + "/buildpack-installations").is(200).body()).isEqualTo(set.body());
        assertThat(user.put(app + "/buildpack-installations", updates("urn:buildpack:heroku/java")).is(200).body()).hasSize(1);
        assertThat(user.put(app + "/buildpack-installations", "{\"updates\":[]}").is(200).body()).isEmpty();
        assertThat(user.get(app + "/buildpack-installations").is(200).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"updates\":[{}]}", "{\"updates\":[null]}", "{}", "{\"updates\":[{\"buildpack\":\"heroku/cobol\"}]}",
            "{\"updates\":[{\"buildpack\":\"https://github.com/ejholmes/heroku-buildpack-bower\"}]}",
            "{\"updates\":[{\"buildpack\":\"heroku/python\"},{\"buildpack\":\"https://github.com/heroku/heroku-buildpack-python\"}]}",
            "{\"updates\":[{\"buildpack\":\"file:///etc/python\"}]}", "{\"updates\":[{\"buildpack\":\"heroku/python\\n\"}]}",
            "{\"updates\":[{\"buildpack\":\"$(id)/python\"}]}"})
    void buildpacksThatThereAreNotAreRefused(String body) throws Exception {
        user.put(app + "/buildpack-installations", body).isError(422, "invalid_params");

        assertThat(user.get(app + "/buildpack-installations").is(200).body()).isEmpty();
    }

    @Test
    void aForkOfABuildpackIsReplacedByOursAloud() throws Exception {
        var answer = user.put(app + "/buildpack-installations", updates("https://example.org/me/buildpack-python.tgz")).is(200);

        assertThat(answer.response().headers().firstValue("X-Heroku-Warning")).hasValueSatisfying(
                warning -> assertThat(warning).contains("its own heroku/python buildpack"));
    }

    @Test
    void theRegistryKnowsBuildpacksByTheirEncodedNames() throws Exception {
        ApiClient anonymous = ApiClient.anonymous(port);

        assertThat(anonymous.get("/buildpacks/heroku%2Fpython").is(200).text("blob_url")).isEqualTo("urn:buildpack:heroku/python");
        assertThat(anonymous.get("/buildpacks/heroku%2Fpython/revisions").is(200).body()).hasSize(1);
        anonymous.get("/buildpacks/heroku%2Fpython/readme").is(200);
        anonymous.get("/buildpacks/heroku%2Fcobol").isError(404, "not_found");
        assertThat(anonymous.get("/buildpacks?in%5Bname%5D%5B%5D=java").is(200).body()).hasSize(1);
        assertThat(anonymous.get("/buildpacks?in%5Bnamespace%5D%5B%5D=nobody").is(200).body()).isEmpty();
        assertThat(anonymous.get("/buildpacks?like%5Bdescription%5D=PYTHON").is(200).body()).hasSize(1);
    }

    @Test
    void anUploadedSourceIsBuiltAndReleased() throws Exception {
        CompletableFuture<BuildRequest> built = new CompletableFuture<>();
        CompletableFuture<String> tar = new CompletableFuture<>();
        builder.nextPlayed((request, _) -> {
            built.complete(request);
            tar.complete(read(request.sourceTar()));
            return new BuildOutcome.Built(request.image(), "Python", Map.of("web", "serve"), 42);
        });
        Answer build = build("\"version\":\"release-1.2\"").is(201);
        assertThat(build.text("status")).isIn("pending", "succeeded");

        assertThat(output(build)).contains("-----> Fetching source", "-----> Test app detected", "       Released v3")
                .endsWith("Verifying deploy... done.");
        Answer done = user.get(app + "/builds/" + build.text("id")).is(200);
        assertThat(done.text("status")).isEqualTo("succeeded");
        assertThat(done.body().path("buildpacks").toString())
                .isEqualTo("[{\"url\":\"urn:buildpack:heroku/python\",\"name\":\"heroku/python\"}]");
        assertThat(done.body().path("source_blob").path("version").asString()).isEqualTo("release-1.2");
        assertThat(built.join().version()).isEqualTo("release-1.2");
        assertThat(tar.join()).contains("web: serve").doesNotContain("shop-1a2b3c");
        assertThat(Files.exists(built.join().sourceTar())).as("the source is gone").isFalse();

        Answer release = user.get(app + "/releases/" + done.body().path("release").path("id").asString()).is(200);
        assertThat(release.text("description")).isEqualTo("Deploy release-");
        Answer slug = user.get(app + "/slugs/" + release.body().path("slug").path("id").asString()).is(200);
        assertThat(slug.text("checksum")).matches("SHA256:[0-9a-f]{64}");
        assertThat(slug.text("commit")).isEqualTo("release-1.2");
        assertThat(slug.body().path("process_types").toString()).isEqualTo("{\"web\":\"serve\"}");
    }

    @Test
    void theOutputIsFollowedWhileTheBuildRuns() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        builder.nextPlayed((request, log) -> {
            log.line("       halfway");
            assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
            log.line("       almost");
            return new BuildOutcome.Built(request.image(), "Test", Map.of("web", "serve"), 42);
        });
        Answer build = build("").is(201);
        List<String> lines = new ArrayList<>();
        HttpRequest stream = HttpRequest.newBuilder(URI.create(build.text("output_stream_url"))).build();
        try (var reader = new BufferedReader(new InputStreamReader(http.send(stream, BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (line.contains("halfway")) {
                    assertThat(user.get(app + "/builds/" + build.text("id")).is(200).text("status")).isEqualTo("pending");
                    seen.countDown();
                }
            }
        }

        assertThat(lines).containsSubsequence("       halfway", "       almost", "       Released v3");
        assertThat(output(build)).as("the same later").isEqualTo(String.join("\n", lines));
    }

    @Test
    void aCancelledBuildEndsAndMakesNoRelease() throws Exception {
        CountDownLatch building = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        builder.nextPlayed((_, _) -> {
            building.countDown();
            try {
                return new CompletableFuture<BuildOutcome>().get();
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            } finally {
                interrupted.countDown();
            }
        });
        Answer build = build("").is(201);
        assertThat(building.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(user.delete(app + "/builds/" + build.text("id")).is(200).text("status")).isEqualTo("failed");

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output(build)).endsWith(" !     The build was cancelled.");
        user.delete(app + "/builds/" + build.text("id")).isError(409, "conflict");
        assertThat(user.get(app + "/releases").is(200).body()).hasSize(2);
        assertThat(output(build("").is(201))).as("the next one is not hindered").contains("Released v3");
    }

    @Test
    void aBuildThatFailsSaysWhy() throws Exception {
        builder.next(new BuildOutcome.Failed("the requirements cannot be installed"));
        Answer build = build("").is(201);

        assertThat(output(build)).endsWith(" !     the requirements cannot be installed");
        assertThat(user.get(app + "/builds/" + build.text("id")).is(200).text("status")).isEqualTo("failed");
    }

    @Test
    void aSourceThatIsNotWhatItShouldBeFailsTheBuild() throws Exception {
        String wrong = "SHA256:" + "0".repeat(64);
        assertThat(output(build("\"checksum\":\"" + wrong + "\"").is(201))).contains("instead of " + wrong);
        assertThat(output(buildOf("nonsense".getBytes(StandardCharsets.UTF_8), "").is(201))).contains("not a tar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:%d/account", "http://localhost:%d/account", "http://[::1]:%d/", "http://10.80.0.5:5000/",
            "http://api.localhost:%d/account", "http://192.168.0.1/a.tgz",
            "http://169.254.169.254/latest/meta-data", "http://0.0.0.0:%d/", "http://[::ffff:127.0.0.1]:%d/", "http://2130706433:%d/"})
    void whatIsBehindThePlatformIsNotReachedThroughIt(String url) throws Exception {
        Answer build = user.post(app + "/builds", "{\"source_blob\":{\"url\":\"" + url.formatted(port) + "\"}}").is(201);

        assertThat(output(build)).contains("Sources cannot come from").doesNotContain("status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/a.tgz", "https://u:p@example.org/a.tgz", "nonsense", "",
            "http://a b/", "https:///a"})
    void urlsThatAreNoneAreRefused(String url) throws Exception {
        user.post(app + "/builds", "{\"source_blob\":{\"url\":\"" + url + "\"}}").isError(422, "invalid_params");
        assertThat(user.get(app + "/builds").is(200).body()).isEmpty();
    }

    @Test
    void badBuildsAreRefused() throws Exception {
        user.post(app + "/builds", "{}").isError(422, "invalid_params");
        user.post(app + "/builds", "{\"source_blob\":\"x\"}").isError(400, "bad_request");
        build("\"checksum\":\"x\"").isError(422, "invalid_params");
        build("\"version\":\"two\\nlines\"").isError(422, "invalid_params");
        user.post(app + "/slugs", "{\"process_types\":{}}").isError(501, "not_implemented");
    }

    @Test
    void aSourceIsUploadedAndFetchedByItsOwnUrlsOnly() throws Exception {
        var blob = user.post(app + "/sources", "").is(201).body().path("source_blob");
        String put = blob.path("put_url").asString();
        String get = blob.path("get_url").asString();

        assertThat(status(HttpRequest.newBuilder(URI.create(get)).GET())).as("nothing there yet").isEqualTo(404);
        assertThat(status(HttpRequest.newBuilder(URI.create(get)).PUT(BodyPublishers.ofString("x")))).isEqualTo(404);
        assertThat(status(HttpRequest.newBuilder(URI.create(put)).header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString("a=b&c")))).isEqualTo(200);
        assertThat(http.send(HttpRequest.newBuilder(URI.create(get)).build(), BodyHandlers.ofString()).body()).isEqualTo("a=b&c");
        user.post(app + "/builds", "{\"source_blob\":{\"url\":\"" + put + "\"}}").isError(404, "not_found");
        user.post(app + "/builds", "{\"source_blob\":{\"url\":\"" + get + "x\"}}").isError(404, "not_found");
    }

    @Test
    void aSlugIsReleasedAgainWithTheConfigVarsOfNow() throws Exception {
        output(build("").is(201));
        String slug = user.get(app + "/releases/3").is(200).body().path("slug").path("id").asString();
        user.patch(app + "/config-vars", "{\"A\":\"1\"}").is(200);

        Answer release = user.post(app + "/releases", "{\"slug\":\"" + slug + "\",\"description\":\"Retry of v3: Deploy\"}").is(201);

        assertThat(release.text("description")).isEqualTo("Retry of v3: Deploy");
        assertThat(release.body().path("slug").path("id").asString()).isEqualTo(slug);
        assertThat(user.get(app + "/releases/5/config-vars").is(200).text("A")).isEqualTo("1");
        assertThat(user.post(app + "/releases", "{\"release\":\"2\"}").isError(422, "invalid_params").text("message"))
                .contains("Cannot roll back to v2: no code was deployed by then");
    }

    @Test
    void whatBelongsToAnotherAppIsNotFound() throws Exception {
        Answer build = build("").is(201);
        output(build);
        String slug = user.get(app + "/releases/3").is(200).body().path("slug").path("id").asString();
        ApiClient stranger = newUser();
        String other = "/apps/" + stranger.post("/apps", "{}").is(201).text("name");

        stranger.get(other + "/slugs/" + slug).isError(404, "not_found");
        stranger.get(other + "/builds/" + build.text("id")).isError(404, "not_found");
        stranger.delete(other + "/builds/" + build.text("id")).isError(404, "not_found");
        stranger.post(other + "/releases", "{\"slug\":\"" + slug + "\"}").isError(404, "not_found");
        stranger.post(app + "/builds", "{}").isError(404, "not_found");
    }

    @Test
    void oneAccountsBuildsWaitUpToABoundAndAreCancelledWithTheirApp() throws Exception {
        CountDownLatch building = new CountDownLatch(1);
        builder.nextPlayed((_, _) -> {
            building.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        build("").is(201);
        assertThat(building.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < 12; i++) {
            build("").is(201);
        }

        assertThat(build("").isError(429, "rate_limit").text("message")).contains("You have 10 builds waiting");
        String id = user.get(app).is(200).text("id");
        user.delete(app).is(200);

        while (!sql.queryForList("select 1 from app where id = ?", UUID.fromString(id)).isEmpty()) {
            Thread.sleep(20); // which the test's timeout interrupts
        }
        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        assertThat(output(build("").is(201))).contains("Released v3");
    }

    @Test
    void theDynosOfOneOwnerShareABoundOfMemory() throws Exception {
        output(build("").is(201));
        user.patch(app + "/formation/web", "{\"size\":\"performance-l\",\"quantity\":7}").is(200); // 98 of 100 GB
        sql.update("insert into formation (id, app_id, type, quantity, size, created_at, updated_at) select gen_random_uuid(), id,"
                + " 'undeclared', 9, 'Performance-L', now(), now() from app where name = ?", app.substring("/apps/".length()));

        app = "/apps/" + user.post("/apps", "{}").is(201).text("name");
        output(build("").is(201));
        user.patch(app + "/formation/web", "{\"quantity\":4}").is(200);
        assertThat(user.patch(app + "/formation/web", "{\"quantity\":5}").isError(422, "invalid_params").text("message"))
                .contains("may use 100.0 GB of memory together. They use 100.0 GB, and would use 100.5 GB")
                .endsWith("or ask your administrator.");
        user.patch(app + "/formation/web", "{\"quantity\":3,\"size\":\"basic\"}").is(200);
    }

    @Test
    void herokusStacksAndRegionsAreTakenAloud() throws Exception {
        var created = user.post("/apps", "{\"stack\":\"heroku-22\",\"region\":\"eu\",\"kernel\":\"none\"}").is(201);

        assertThat(created.response().headers().allValues("X-Heroku-Warning")).hasSize(2);
        assertThat(created.body().path("stack").path("name").asString()).isEqualTo("slipway-trixie");
        user.post("/apps", "{\"stack\":\"slipway-trixie\",\"region\":\"us\"}").is(201);
        user.post("/apps", "{\"stack\":\"container\"}").isError(422, "invalid_params");
        user.post("/apps", "{\"stack\":\"windows\"}").isError(422, "invalid_params");
        user.post("/apps", "{\"region\":\"moon\"}").isError(422, "invalid_params");
        assertThat(user.patch(app, "{\"build_stack\":\"heroku-24\"}").is(200).body().path("build_stack").path("name").asString())
                .isEqualTo("slipway-trixie");
        user.patch(app, "{\"build_stack\":\"container\"}").isError(422, "invalid_params");
        assertThat(user.get("/stacks/slipway-trixie").is(200).body().path("default").asBoolean()).isTrue();
        user.get("/stacks/heroku-22").isError(404, "not_found");
        assertThat(user.get("/regions/eu").is(200).text("name")).isEqualTo("eu");
    }

    private ApiClient newUser() throws Exception {
        String email = "b-" + UUID.randomUUID() + "@example.org";
        accounts.create(email, PASSWORD, false);
        return ApiClient.anonymous(port).login(email, PASSWORD);
    }

    private static String updates(String... buildpacks) {
        return "{\"updates\":[" + String.join(",", List.of(buildpacks).stream()
                .map(buildpack -> "{\"buildpack\":\"" + buildpack + "\"}").toList()) + "]}";
    }

    /** Uploads a small app as GitHub packs it and starts its build. */
    private Answer build(String fields) throws Exception {
        Path source = Files.createDirectories(folder.resolve("shop-1a2b3c"));
        Files.writeString(source.resolve("Procfile"), "web: serve");
        Path archive = folder.resolve("source.tgz");
        Process tar = new ProcessBuilder("tar", "czf", archive.toString(), "-C", folder.toString(), "shop-1a2b3c").start();
        assertThat(tar.waitFor()).isZero();
        return buildOf(Files.readAllBytes(archive), fields);
    }

    private Answer buildOf(byte[] archive, String fields) throws Exception {
        var blob = user.post("/sources", "").is(201).body().path("source_blob");
        assertThat(status(HttpRequest.newBuilder(URI.create(blob.path("put_url").asString()))
                .PUT(BodyPublishers.ofByteArray(archive)))).isEqualTo(200);
        return user.post(app + "/builds", "{\"source_blob\":{\"url\":\"" + blob.path("get_url").asString() + "\""
                + (fields.isEmpty() ? "" : "," + fields) + "}}");
    }

    /** All output, once it has ended. */
    private String output(Answer build) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(build.text("output_stream_url"))).build(), BodyHandlers.ofString())
                .body().strip();
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
