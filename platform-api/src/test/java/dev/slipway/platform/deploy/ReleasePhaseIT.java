package dev.slipway.platform.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitreceiver.Push;
import dev.slipway.gitreceiver.PushOutcome;
import dev.slipway.platform.InMemoryImageBuilder;
import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.InMemoryDynoEngine;
import dev.slipway.runtime.InMemoryDynoEngine.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a release command may prevent. */
@PlatformTest
class ReleasePhaseIT {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    @Autowired
    private GitPushPipeline pipeline;
    @Autowired
    private RolloutQueue rollouts;
    @Autowired
    private Releases releases;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private InMemoryDynoEngine engine;
    @Autowired
    private InMemoryImageBuilder builder;

    private final String migrate = "migrate-" + UUID.randomUUID();
    private final List<String> terminal = new CopyOnWriteArrayList<>();
    /** What ran when the release command did. */
    private final List<String> meanwhile = new CopyOnWriteArrayList<>();
    private volatile int status;
    private Account owner;
    private App app;

    @BeforeEach
    void anApp() {
        owner = accounts.create("p-" + UUID.randomUUID() + "@example.org", "correct horse", false);
        app = testApps.create(owner);
        engine.program(migrate, (environment, input, output) -> {
            assertThat(input.read()).isNegative();
            meanwhile.add(running() + " then " + engine.oneOffs(app.key()).getFirst().type());
            output.print("migrating " + environment.getOrDefault("A", "nothing") + "\r\nno line break");
            return status;
        });
    }

    @Test
    void theCommandRunsBeforeTheDynosAre() {
        assertThat(push()).isInstanceOf(PushOutcome.Accepted.class);

        assertThat(meanwhile).containsExactly("[] then release");
        assertThat(running()).containsExactly("web.1 v3");
        assertThat(terminal).containsSubsequence("-----> Launching...", "Running release command...", "migrating nothing",
                "no line break", "Waiting for release.... done.", "       Released v3");
    }

    @Test
    void aCommandThatFailsFailsTheReleaseButNotThePush() {
        push();
        status = 3;
        assertThat(push()).isInstanceOf(PushOutcome.Accepted.class);

        assertThat(terminal).endsWith("Waiting for release.... failed.",
                " !     Release v4 failed: the release command exited with status 3. The release before goes on running.",
                " !     Try its command again with: heroku releases:retry -a " + app.name());
        assertThat(status(4)).isEqualTo(Release.Status.FAILED);
        assertThat(running()).containsExactly("web.1 v3");
        await(() -> engine.oneOffs(app.key()).isEmpty());
    }

    @Test
    void aCommandThatCannotBeStartedFailsTheRelease() {
        push();
        engine.on(migrate, new Behaviour.IsRefused("no memory left"));
        push();

        assertThat(terminal).anyMatch(line -> line.contains("no memory left"));
        assertThat(status(4)).isEqualTo(Release.Status.FAILED);
        assertThat(running()).containsExactly("web.1 v3");
    }

    @Test
    void configChangesRunTheCommandWithTheNewConfig() {
        push();
        status = 1;
        rollouts.changed(app, owner, Map.of("A", "bad"), "Set A config vars");
        await(() -> status(4) == Release.Status.FAILED);
        assertThat(running()).containsExactly("web.1 v3");

        status = 0;
        rollouts.changed(app, owner, Map.of("A", "good"), "Set A config vars");
        await(() -> running().equals(List.of("web.1 v5")));
        assertThat(meanwhile).hasSize(3).endsWith("[web.1 v3] then release", "[web.1 v3] then release");
    }

    @Test
    void whileACommandRunsTheNextReleaseWaits() throws InterruptedException {
        push();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        engine.program(migrate, (environment, _, _) -> {
            begun.countDown();
            end.await();
            return environment.containsKey("B") ? 1 : 0;
        });
        rollouts.changed(app, owner, Map.of("A", "1"), "Set A config vars");
        begun.await();
        rollouts.changed(app, owner, Map.of("A", "1", "B", "1"), "Set B config vars");
        assertThat(status(4)).isEqualTo(Release.Status.PENDING);
        await(() -> engine.oneOffs(app.key()).stream().map(Dyno::release).toList().equals(List.of(4)));

        end.countDown();

        await(() -> status(5) == Release.Status.FAILED);
        assertThat(status(4)).isEqualTo(Release.Status.SUCCEEDED);
    }

    @Test
    void aRestartMidwayRunsTheCommandOfAConfigChangeAgainAndFailsAPush() {
        push();
        Release config = releases.configure(app, owner, Map.of("A", "1"), "Set A config vars");
        rollouts.settle(config);
        await(() -> running().equals(List.of("web.1 v4")));
        assertThat(meanwhile).hasSize(2);

        rollouts.settle(testApps.pendingDeploy(app, owner));

        assertThat(status(5)).isEqualTo(Release.Status.FAILED);
        assertThat(meanwhile).hasSize(2);
        assertThat(running()).containsExactly("web.1 v4");
    }

    private PushOutcome push() {
        builder.next(Map.of("web", "serve", "release", migrate));
        return pipeline.handle(new Push(app.key(), owner.id().toString(), "main", "0123456789abcdef0123456789abcdef01234567",
                Path.of("unused.tar")), terminal::add);
    }

    private Release.Status status(int version) {
        return releases.require(app, Integer.toString(version)).status();
    }

    private List<String> running() {
        return engine.dynos(app.key()).stream().map(dyno -> dyno.name() + " v" + dyno.release()).sorted().toList();
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(SOON).pollInterval(BRIEFLY).untilAsserted(() -> assertThat(condition.call())
                .as(() -> "running: " + running() + ", releases: " + releases.of(app)).isTrue());
    }
}
