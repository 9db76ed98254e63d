package dev.slipway.platform.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a noisy app does to the log of another and to the platform's memory; run by {@code bench/logs/run}. */
class LogsBench {

    private static final Path APP = Path.of("../bench/logs/app");
    private static final int WRITTEN = 1_000_000;
    private static final Pattern DROPPED = Pattern.compile("Error (L1[12]).* (\\d+) messages dropped");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Double> delays = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong droppedByDyno = new AtomicLong();
    private final AtomicLong droppedByTail = new AtomicLong();
    private final CompletableFuture<String> written = new CompletableFuture<>();

    @TempDir
    Path home;
    @TempDir
    Path user;
    @TempDir
    Path folder;

    @Test
    void measure() throws Exception {
        try (Installation slipway = new Installation(home, "slipway.runtime.stop-grace=1s")) {
            slipway.start();
            HerokuCli heroku = HerokuCli.of(slipway, user);
            heroku.login(slipway.firstLogin().get("email"), slipway.firstLogin().get("password"));
            String token = heroku.run("auth:token").succeeds().output().lines().filter(line -> line.startsWith("HRKU-"))
                    .findFirst().orElseThrow();
            Repository repository = Repository.of(APP, folder, heroku);
            for (String app : List.of("quiet", "noisy")) {
                heroku.run("apps:create", app).succeeds();
                heroku.in(folder).run("git:remote", "-a", app).succeeds();
                repository.push().succeeds();
            }
            tail(slipway, token, "quiet", this::quiet);
            tail(slipway, token, "noisy", this::noisy);
            heroku.run("ps:scale", "talk=1", "-a", "quiet").succeeds();
            slipway.await("the quiet app to log", () -> delays.size() > 500);
            figures("alone", slipway);
            heroku.run("ps:scale", "noise=1", "-a", "noisy").succeeds();
            long most = 0;
            while (!written.isDone()) {
                most = Math.max(most, slipway.platformMemory());
                Thread.sleep(200);
            }
            figures("beside 100 MB " + written.get(5, TimeUnit.MINUTES), slipway);
            System.out.printf("platform's memory at most: %d MB%n", most >> 20);
            System.out.printf("lines written %d, kept %d, counted as dropped %d (L12) + %d (L11), lost uncounted %d%n", WRITTEN,
                    seen.get(), droppedByDyno.get(), droppedByTail.get(),
                    WRITTEN - seen.get() - droppedByDyno.get() - droppedByTail.get());
        }
    }

    private void figures(String phase, Installation slipway) throws IOException {
        List<Double> sorted;
        synchronized (delays) {
            sorted = delays.stream().sorted().toList();
            delays.clear();
        }
        System.out.printf("%s: %d lines, delay p50 %.1f ms, p99 %.1f ms, most %.1f ms; platform's memory %d MB%n", phase,
                sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast(),
                slipway.platformMemory() >> 20);
    }

    private void quiet(String line) {
        int at = line.indexOf("]: at ");
        if (at > 0) {
            long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            delays.add((now - Long.parseLong(line.substring(at + 6))) / 1e6);
        }
    }

    private void noisy(String line) {
        Matcher dropped = DROPPED.matcher(line);
        if (dropped.find()) {
            (dropped.group(1).equals("L12") ? droppedByDyno : droppedByTail).addAndGet(Long.parseLong(dropped.group(2)));
        } else if (line.contains("]: written in ")) {
            written.complete(line.substring(line.indexOf("]: ") + 3));
        } else if (line.contains("app[noise.1]: ")) {
            seen.incrementAndGet();
        }
    }

    private void tail(Installation slipway, String token, String app, Consumer<String> reader) throws Exception {
        String server = "http://localhost:" + slipway.routerPort();
        String session = http.send(HttpRequest.newBuilder(URI.create(server + "/apps/" + app + "/log-sessions"))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"tail\":true,\"lines\":0}")).build(), BodyHandlers.ofString()).body();
        String url = new JsonMapper().readTree(session).path("logplex_url").asString();
        Stream<String> lines = http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofLines()).body();
        Thread.ofVirtual().start(() -> lines.filter(line -> line.startsWith("data: ")).forEach(reader));
    }
}
