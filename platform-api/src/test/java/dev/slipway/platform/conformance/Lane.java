package dev.slipway.platform.conformance;

import dev.slipway.platform.e2e.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One CLI's way through the table, row by row: an account, a home directory and apps of its own, so that several lanes run at
 * once on one installation. A row gets a new app, unless it asks for the one that was pushed.
 */
final class Lane implements AutoCloseable {

    /** For what a row needs or a command starts, and the server does in the background, where other lanes' work may be before it. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int LONGEST_APP_NAME = 30;

    private final CliVersion version;
    private final Installation slipway;
    private final Path folder;
    private final Recorder recorder;
    private final String password;
    private final String email;
    private final String other;
    private final Api adminApi;
    private @Nullable User user;
    private @Nullable Api api;
    private @Nullable Api otherApi;
    private @Nullable String token;
    private @Nullable String pushed;
    private @Nullable AssertionError pushFailure;
    private @Nullable Path pushedCheckout;

    /**
     * @param password of the first administrator, and of the accounts that are made here
     * @param adminToken a token of the first administrator
     */
    Lane(CliVersion version, Installation slipway, String password, String adminToken, Path folder) throws IOException {
        this.version = version;
        this.slipway = slipway;
        this.folder = folder;
        this.recorder = new Recorder(slipway.routerPort());
        this.password = password;
        this.adminApi = Api.withToken(slipway.routerPort(), adminToken);
        this.email = "v" + version.major() + "@example.org";
        this.other = "other" + version.major() + "@example.org";
    }

    /** Makes the accounts, and logs all of them in. */
    void start() throws IOException, SQLException, InterruptedException {
        recorder.start();
        createAccount(email);
        createAccount(other);
        token = Api.login(slipway.routerPort(), email, password);
        api = Api.withToken(slipway.routerPort(), token);
        otherApi = Api.withToken(slipway.routerPort(), Api.login(slipway.routerPort(), other, password));
        user = User.of(version, slipway, recorder, folder.resolve("home")).loggedIn(email, token);
    }

    /** A copy of the first administrator's account, with its password: no endpoint lets a test choose one. */
    private void createAccount(String address) throws SQLException {
        try (Connection database = slipway.database(); PreparedStatement insert = database.prepareStatement("""
                insert into account select (jsonb_populate_record(account, jsonb_build_object(
                    'id', gen_random_uuid(), 'email', ?::text, 'admin', false))).*
                from account where admin order by created_at limit 1""")) {
            insert.setString(1, address);
            insert.executeUpdate();
        }
    }

    /** Runs a row; never throws for what is wrong with it. */
    Outcome run(Row general) {
        Row row = general.as(version);
        List<String> strangers = new ArrayList<>();
        recorder.take();
        String failure;
        try {
            failure = attempt(row, strangers);
        } catch (IOException | RuntimeException | AssertionError e) {
            failure = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        }
        List<Exchange> exchanges = recorder.take();
        clearUp(row);
        return new Outcome(row, version, failure, exchanges, strangers);
    }

    /** An account may have so many apps at a time. */
    private void clearUp(Row row) {
        try {
            for (String app : List.of(appOf(row), newAppOf(row))) {
                Objects.requireNonNull(api).send("DELETE", "/apps/" + app, "");
            }
        } catch (IOException e) {
            // The next row fails loudly if it matters.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String appOf(Row row) {
        return cut("v" + version.major() + "-" + row.id());
    }

    /** For the rows that make or rename one. */
    private String newAppOf(Row row) {
        return cut("v" + version.major() + "-new-" + row.id());
    }

    private String attempt(Row row, List<String> strangers) throws IOException, InterruptedException {
        Placeholders values = values(row);
        User typist = typist(row);
        Path work = workFolder(row, typist, values);
        for (Step given : row.given()) {
            prepare(given, values);
        }
        // What the preparation asked is not the row's.
        recorder.take();
        Shell.Result result = type(row, typist, work, values);
        strangers.addAll(typist.takeStrangers());
        String failure = judge(row, result, values);
        if (failure.isEmpty() && row.opens() != null && !awaitOpened(typist, values.fill(row.opens()))) {
            failure = "did not open " + values.fill(row.opens()) + "\n" + result;
        }
        for (Map.Entry<String, Map<String, @Nullable Object>> then : row.then().entrySet()) {
            if (failure.isEmpty()) {
                String mismatch = await(new Expectation(ApiCall.parse(values.fill(then.getKey())), then.getValue()), values);
                failure = mismatch.isEmpty() ? "" : mismatch + "\n" + result;
            }
        }
        return failure;
    }

    private void prepare(Step given, Placeholders values) throws IOException, InterruptedException {
        ApiCall call = ApiCall.parse(values.fill(given.call()));
        if (!given.wanted().isEmpty()) {
            String mismatch = await(new Expectation(call, given.wanted()), values);
            if (!mismatch.isEmpty()) {
                throw new AssertionError("before the command: " + mismatch);
            }
            return;
        }
        JsonNode answer = actor(call).require(call);
        if (!call.name().isEmpty()) {
            values.put(call.name(), answer);
        }
    }

    private Placeholders values(Row row) throws IOException, InterruptedException {
        Placeholders values = new Placeholders(Map.of("email", email, "other", other, "password", password,
                "server", "localhost:" + recorder.port(), "git", "localhost:" + slipway.routerPort(),
                "router", Integer.toString(slipway.routerPort()), "token", Objects.requireNonNull(token),
                "version", version.npm(), "new", newAppOf(row), "id", "v" + version.major() + "-" + row.id()));
        values.put("resources", User.RESOURCES.toString());
        if (row.needsApp()) {
            String app = appOf(row);
            Objects.requireNonNull(api).require("POST", "/apps", "{\"name\":\"" + app + "\"}");
            values.put("app", app);
        }
        if (row.needsRunningApp()) {
            values.put("running", running());
        }
        return values;
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_APP_NAME ? name : name.substring(0, LONGEST_APP_NAME).replaceAll("-+$", "");
    }

    /** The app that this lane pushes once, for the rows that need dynos, logs and releases. */
    private String running() throws IOException, InterruptedException {
        if (pushFailure != null) {
            throw pushFailure;
        }
        if (pushed == null) {
            String app = "v" + version.major() + "-running";
            Objects.requireNonNull(api).require("POST", "/apps", "{\"name\":\"" + app + "\"}");
            Path checkout = checkout(app, Objects.requireNonNull(user), Map.of("requirements.txt", "", "index.html", "it runs\n",
                    "Procfile", "web: python -m http.server $PORT\nworker: sleep 1000\nrelease: echo release $((40 + 2))\n"));
            git(user, checkout, "add --all");
            git(user, checkout, "commit -m first");
            Shell.Result push = git(user, checkout, "push heroku main");
            if (!push.all().contains("Verifying deploy... done.")) {
                pushFailure = new AssertionError("before the command: git push heroku main: " + push);
                throw pushFailure;
            }
            pushed = app;
            pushedCheckout = checkout;
        }
        return pushed;
    }

    private Path checkout(String app, User owner, Map<String, String> files) throws IOException, InterruptedException {
        Path checkout = Files.createTempDirectory(folder, "checkout");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(checkout.resolve(file.getKey()), file.getValue());
        }
        git(owner, checkout, "init");
        git(owner, checkout, "config credential.helper '!heroku git:credentials'");
        git(owner, checkout, "remote add heroku https://localhost:" + slipway.routerPort() + "/" + app + ".git");
        return checkout;
    }

    private static Shell.Result git(User user, Path folder, String command) throws IOException, InterruptedException {
        Shell.Result result = user.shell().run(folder, user.argv("git " + command), "", null);
        if (result.exit() != 0) {
            throw new AssertionError("before the command: git " + command + ": " + result);
        }
        return result;
    }

    private Api actor(ApiCall call) {
        return Objects.requireNonNull(switch (call.actor()) {
            case "other" -> otherApi;
            case "admin" -> adminApi;
            default -> api;
        });
    }

    private User typist(Row row) throws IOException, InterruptedException {
        if (row.login() == null) {
            return Objects.requireNonNull(user);
        }
        User elsewhere = User.of(version, slipway, recorder, folder.resolve("home-" + row.id()));
        return switch (row.login()) {
            case "none" -> elsewhere;
            case "fresh" -> elsewhere.loggedIn(email, Api.login(slipway.routerPort(), email, password));
            case "other" -> elsewhere.loggedIn(other, Api.login(slipway.routerPort(), other, password));
            default -> throw new IllegalArgumentException("login: " + row.login());
        };
    }

    private Path workFolder(Row row, User typist, Placeholders values) throws IOException, InterruptedException {
        Path work = switch (row.in()) {
            case null -> Files.createTempDirectory(folder, row.id());
            case "checkout", "committed-checkout" -> checkout(values.fill("{app}"), typist, Map.of());
            case "deployed-checkout" -> Objects.requireNonNull(pushedCheckout);
            default -> throw new IllegalArgumentException("in: " + row.in());
        };
        for (Map.Entry<String, String> file : row.files().entrySet()) {
            Files.writeString(work.resolve(file.getKey()), values.fill(file.getValue()));
        }
        if (row.in() != null && !row.in().equals("checkout")) {
            git(typist, work, "add --all");
            git(typist, work, "commit -m " + row.id());
        }
        if (row.certificate() != null) {
            values.put("certificate", TestCertificate.of(values.fill(row.certificate()), work));
        }
        return work;
    }

    private static Shell.Result type(Row row, User typist, Path work, Placeholders values) throws IOException, InterruptedException {
        Shell shell = typist.shell();
        for (Map.Entry<String, String> variable : row.env().entrySet()) {
            shell = shell.with(Map.of(variable.getKey(), values.fill(variable.getValue())));
        }
        List<String> argv = typist.argv(values.fill(row.command()));
        if (row.types().isEmpty()) {
            return shell.run(work, argv, row.stdin() == null ? "" : values.fill(row.stdin()), row.until());
        }
        Map<String, String> typed = new LinkedHashMap<>();
        row.types().forEach((prompt, answer) -> typed.put(values.fill(prompt), values.fill(answer)));
        return shell.runAtTerminal(work, argv, typed);
    }

    private static String judge(Row row, Shell.Result result, Placeholders values) {
        if (row.until() == null && result.exit() != row.exit()) {
            return "exit status " + result.exit() + " instead of " + row.exit() + "\n" + result;
        }
        if (row.until() != null && !result.all().contains(row.until())) {
            return "never printed " + row.until() + "\n" + result;
        }
        for (String wanted : row.prints()) {
            if (!prints(result.all(), wanted, values)) {
                return "did not print " + values.fill(wanted) + "\n" + result;
            }
        }
        String stdout = row.stdout();
        return stdout == null || result.stdout().strip().equals(values.fill(stdout).strip()) ? ""
                : "stdout is not " + values.fill(stdout) + "\n" + result;
    }

    private static boolean prints(String output, String wanted, Placeholders values) {
        return wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/")
                ? Pattern.compile(values.fillPattern(wanted.substring(1, wanted.length() - 1)), Pattern.MULTILINE).matcher(output).find()
                : output.contains(values.fill(wanted));
    }

    /** The CLI does not wait for the browser. */
    private static boolean awaitOpened(User typist, String url) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!typist.opened(url)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    /** What is not as expected in the end; empty as soon as all is. */
    private String await(Expectation expectation, Placeholders values) throws IOException, InterruptedException {
        ApiCall call = expectation.call();
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            Api.Answer answer = actor(call).answer(call);
            String mismatch = expectation.mismatch(answer.status(), answer.body(), values);
            if (mismatch.isEmpty() || System.nanoTime() > deadline) {
                return mismatch;
            }
            Thread.sleep(200);
        }
    }

    @Override
    public void close() {
        recorder.close();
    }
}
