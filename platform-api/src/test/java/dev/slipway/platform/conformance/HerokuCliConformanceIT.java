package dev.slipway.platform.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.slipway.platform.e2e.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of the {@link Checklist} into every CLI of {@link CliVersion}, and judges what it prints, what it changes,
 * what is answered on the way, and whom it talks to. Which of them a run tries, {@link Selection} says;
 * {@code -Dconformance.write=true} writes what a run saw to {@code docs/heroku-compatibility.md}.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class HerokuCliConformanceIT {

    private static final Checklist CHECKLIST = Checklist.read();
    private static final Selection SELECTION = Selection.ofThisRun();

    @TempDir
    static Path folder;

    private static Installation slipway;
    private static PlatformSchema schema;
    private static ExecutorService lanes;
    private static final Map<CliVersion, Map<Row, CompletableFuture<Outcome>>> RUNS = new EnumMap<>(CliVersion.class);

    /** Starts all lanes; the tests below wait for what they need. */
    @BeforeAll
    static void start() throws Exception {
        schema = PlatformSchema.published();
        slipway = new Installation(folder.resolve("slipway"), "slipway.runtime.stop-grace=2s");
        Files.createDirectories(folder.resolve("slipway"));
        slipway.start();
        // Gone once somebody has logged in.
        Map<String, String> admin = slipway.firstLogin();
        String adminToken = Api.login(slipway.routerPort(), admin.get("email"), admin.get("password"));
        startDatabaseServer(Api.withToken(slipway.routerPort(), adminToken));
        lanes = Executors.newFixedThreadPool(CliVersion.values().length);
        for (CliVersion version : CliVersion.values()) {
            Map<Row, CompletableFuture<Outcome>> run = new LinkedHashMap<>();
            CHECKLIST.rows().stream().filter(row -> SELECTION.tries(row, version))
                    .forEach(row -> run.put(row, new CompletableFuture<>()));
            RUNS.put(version, run);
            if (!run.isEmpty()) {
                lanes.execute(() -> run(version, admin.get("password"), adminToken, run));
            }
        }
    }

    /** The first database brings the server that the later ones share, and takes longer than a command waits for an add-on. */
    private static void startDatabaseServer(Api admin) throws Exception {
        admin.require("POST", "/apps", "{\"name\":\"first\"}");
        String addon = admin.require("POST", "/apps/first/addons", "{\"plan\":\"heroku-postgresql:mini\"}").path("id").asString();
        slipway.await("the first database",
                () -> admin.require("GET", "/addons/" + addon, "").path("state").asString().equals("provisioned"));
        admin.require("DELETE", "/apps/first", "");
    }

    private static void run(CliVersion version, String password, String adminToken,
                            Map<Row, CompletableFuture<Outcome>> run) {
        try (Lane lane = new Lane(version, slipway, password, adminToken,
                Files.createDirectories(folder.resolve(version.name())))) {
            lane.start();
            run.forEach((row, outcome) -> outcome.complete(lane.run(row)));
        } catch (Throwable e) { // Whatever it is, the tests must not wait for this lane for ever.
            run.values().forEach(outcome -> outcome.completeExceptionally(e));
        }
    }

    @AfterAll
    static void stop() {
        if (lanes != null) {
            lanes.shutdownNow();
        }
        slipway.close();
    }

    @TestFactory
    Stream<DynamicNode> commands() {
        return RUNS.entrySet().stream().map(run -> DynamicContainer.dynamicContainer("CLI " + run.getKey().npm(),
                run.getValue().entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey().id() + ": heroku "
                        + row.getKey().as(run.getKey()).command(), () -> judge(row.getValue().join())))));
    }

    private static void judge(Outcome outcome) {
        Optional<Checklist.KnownFailure> known = CHECKLIST.reasonForFailing(outcome.row(), outcome.version());
        if (known.isEmpty() && !outcome.passed()) {
            fail(outcome.row().id() + ": " + outcome.failure() + "\n--- asked\n"
                    + String.join("\n", outcome.exchanges().stream().map(Exchange::toString).toList()));
        }
        if (known.isPresent() && outcome.passed()) {
            fail(outcome.row().id() + ": This works now. Remove it from failures.yml: " + known.get().reason());
        }
    }

    @Test
    void everyAnswerIsAsHerokuPublishesItOrAsTheListOfDeviationsSays() {
        SortedMap<Deviation, String> seen = new TreeMap<>();
        outcomes().forEach(outcome -> outcome.exchanges().forEach(exchange -> schema.deviations(exchange)
                .forEach(deviation -> seen.putIfAbsent(deviation, outcome.row().id() + ": " + exchange + " " + exchange.answer()))));
        List<Deviation> known = CHECKLIST.deviations().stream().flatMap(meant -> meant.deviations().stream()).toList();

        SortedMap<Deviation, String> unexplained = new TreeMap<>(seen);
        unexplained.keySet().removeAll(known);
        assertThat(unexplained.entrySet()).as("deviations without a reason in deviations.yml").isEmpty();
        if (SELECTION.isWhole()) {
            assertThat(known).as("deviations.yml has reasons for what was not seen").isSubsetOf(seen.keySet());
        }
    }

    @Test
    void noCommandLeadsToAnEndpointThatSlipwayLacks() {
        SortedMap<String, TreeSet<String>> lacking = new TreeMap<>();
        outcomes().filter(outcome -> CHECKLIST.reasonForFailing(outcome.row(), outcome.version()).isEmpty()).forEach(outcome -> outcome.exchanges().stream()
                .filter(Exchange::unknownEndpoint).forEach(exchange -> lacking.computeIfAbsent(
                        schema.endpoint(exchange).orElse(exchange.method() + " " + exchange.path() + " (not published)"), _ -> new TreeSet<>())
                        .add(outcome.row().name())));

        assertThat(lacking.entrySet()).as("endpoints, and the commands that ask them").isEmpty();
    }

    @Test
    void noCommandTalksToAnybodyElse() {
        SortedMap<String, TreeSet<String>> escapes = new TreeMap<>();
        outcomes().forEach(outcome -> outcome.strangers().stream()
                .filter(host -> CHECKLIST.escapes().stream().noneMatch(known -> known.covers(host, outcome.version())))
                .forEach(host -> escapes.computeIfAbsent(host, _ -> new TreeSet<>())
                        .add(outcome.row().name() + " of " + outcome.version().npm())));

        assertThat(escapes.entrySet()).as("hosts, and the commands that wanted to reach them").isEmpty();
    }

    @Test
    void theTableKnowsEveryCommandOfEveryCli() throws IOException {
        for (CliVersion version : CliVersion.values()) {
            assertThat(CHECKLIST.canonical(CliCommands.of(version)).stream()
                    .filter(command -> !CHECKLIST.offers(command) && CHECKLIST.reasonAgainst(command).isEmpty()))
                    .as("commands of CLI " + version.npm() + " with neither a row nor a reason in not-offered.yml").isEmpty();
        }
    }

    /** A CLI that does not know a command asks whether another one was meant, and names both. */
    @Test
    void noRowIsTypedIntoACliThatLacksItsCommand() throws IOException {
        for (CliVersion version : CliVersion.values()) {
            Set<String> commands = CHECKLIST.canonical(CliCommands.of(version));
            assertThat(CHECKLIST.rows().stream().filter(row -> row.runsWith(version) && !row.isGit()).map(Row::name))
                    .as("commands that CLI " + version.npm() + " has not, in rows without `cli`").isSubsetOf(commands);
        }
    }

    @Test
    void theDocumentSaysWhatThisRunSaw() throws IOException {
        List<Outcome> outcomes = outcomes().toList();
        String before = SELECTION.isWhole() ? "" : CompatibilityDocument.written();
        Marks marks = Marks.in(before).updatedBy(CHECKLIST, outcomes);
        if (!SELECTION.isWhole() && !SELECTION.writes()) {
            assertThat(marks.differencesFrom(Marks.in(before), CHECKLIST)).as("what the document should have").isEmpty();
            return;
        }
        SortedSet<String> endpoints = CompatibilityDocument.endpoints(before);
        outcomes.forEach(outcome -> outcome.exchanges().stream()
                .filter(exchange -> exchange.status() < 400 && schema.endpoint(exchange).isEmpty())
                .forEach(exchange -> endpoints.add(CompatibilityDocument.endpoint(exchange))));
        CompatibilityDocument document = new CompatibilityDocument(CHECKLIST, marks, endpoints);
        document.scores().forEach(System.out::println);
        if (SELECTION.writes()) {
            document.write();
        }
        document.compare();
        assertThat(marks.differencesFrom(Marks.expectedBy(CHECKLIST), CHECKLIST)).as("failures without a reason in failures.yml, or the reverse")
                .isEmpty();
    }

    private static Stream<Outcome> outcomes() {
        return RUNS.values().stream().flatMap(run -> run.values().stream()).map(CompletableFuture::join);
    }
}
