package dev.slipway.platform.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.slipway.builder.BuildOutcome;
import dev.slipway.gitreceiver.Push;
import dev.slipway.gitreceiver.PushOutcome;
import dev.slipway.platform.InMemoryImageBuilder;
import dev.slipway.platform.PlatformTest;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.TestApps;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.InMemoryDynoEngine;
import dev.slipway.runtime.InMemoryDynoEngine.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** From a push to the dynos that serve, and what becomes of the release before. */
@PlatformTest
class DeployIT {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    @Autowired
    private GitPushPipeline pipeline;
    @Autowired
    private RolloutQueue rollouts;
    @Autowired
    private Convergence convergence;
    @Autowired
    private Fleet fleet;
    @Autowired
    private AppLocks locks;
    @Autowired
    private Releases releases;
    @Autowired
    private Startup startup;
    @Autowired
    private DataSource dataSource;
    @Autowired
    private JdbcTemplate sql;
    @Autowired
    private Slugs slugs;
    @Autowired
    private Accounts accounts;
    @Autowired
    private TestApps testApps;
    @Autowired
    private InMemoryDynoEngine engine;
    @Autowired
    private InMemoryImageBuilder builder;

    private final List<String> terminal = new ArrayList<>();
    private Account owner;
    private App app;

    @BeforeEach
    void anApp() {
        owner = accounts.create("o-" + UUID.randomUUID() + "@example.org", "correct horse", false);
        app = testApps.create(owner);
    }

    @Test
    void theFirstPushIsReleaseThreeOnOneWebDyno() {
        assertThat(push()).isInstanceOf(PushOutcome.Accepted.class);

        assertThat(running()).containsExactly("web.1 v3");
        assertThat(terminal).contains("-----> Test app detected", "-----> Launching...", "       Released v3");
    }

    @Test
    void aSecondPushReplacesTheDynos() {
        push();
        push();

        await(() -> running().equals(List.of("web.1 v4")));
    }

    @Test
    void aFailedBuildMakesNoRelease() {
        push();
        builder.next(new BuildOutcome.Failed("the requirements cannot be installed"));

        assertThat(push()).isEqualTo(new PushOutcome.Rejected("the requirements cannot be installed"));
        assertThat(releases.of(app)).hasSize(3);
        assertThat(running()).containsExactly("web.1 v3");
    }

    @Test
    void aBuildWhoseAppIsDestroyedMeanwhileEndsWithoutARelease() {
        builder.nextPlayed((request, _) -> {
            sql.update("delete from app where id = ?", app.id());
            return new BuildOutcome.Built(request.image(), "Test", Map.of("web", "serve"), 42);
        });

        assertThat(push()).isEqualTo(new PushOutcome.Rejected("The app was destroyed meanwhile."));
        assertThat(running()).isEmpty();
    }

    @Test
    void aReleaseThatCrashesOnBootFailsAndTheOldOneGoesOn() {
        push();
        String command = "crash " + UUID.randomUUID();
        engine.on(command, new Behaviour.Crashes(3, "no such table: users"));
        builder.next(Map.of("web", command));

        assertThat(push()).isInstanceOfSatisfying(PushOutcome.Rejected.class,
                rejected -> assertThat(rejected.reason()).contains("v4").contains("crashed on boot with exit status 3"));
        assertThat(terminal).anyMatch(line -> line.contains("no such table: users"));
        assertThat(releases.current(app.id())).map(Release::version).contains(3);
        assertThat(running()).containsExactly("web.1 v3");
    }

    @Test
    void aReleaseThatNeverBindsItsPortFailsWithR10() {
        String command = "sleep " + UUID.randomUUID();
        engine.on(command, new Behaviour.NeverListens("It listens on 127.0.0.1:5000."));
        builder.next(Map.of("web", command));

        assertThat(push()).isInstanceOfSatisfying(PushOutcome.Rejected.class, rejected -> assertThat(rejected.reason())
                .contains("R10 (Boot timeout)").contains("It listens on 127.0.0.1:5000."));
        assertThat(running()).isEmpty();
    }

    @Test
    void oneWebDynoOfTwoThatDoesNotBootFailsTheReleaseAndLeavesNothing() {
        builder.next(Map.of("web", "serve"));
        push();
        testApps.scale(app, "web", 2);
        convergence.scaled(app, Set.of());
        await(() -> running().size() == 2);
        String command = "refused " + UUID.randomUUID();
        engine.on(command, new Behaviour.IsRefused("no memory left"));
        builder.next(Map.of("web", command));

        assertThat(push()).isInstanceOf(PushOutcome.Rejected.class);
        assertThat(running()).containsExactlyInAnyOrder("web.1 v3", "web.2 v3");
    }

    @Test
    void workersOfTheNewReleaseRunInsteadOfThoseOfTheOld() {
        builder.next(Map.of("web", "serve", "worker", "work"));
        push();
        testApps.scale(app, "worker", 1);
        convergence.scaled(app, Set.of());
        await(() -> running().size() == 2);
        builder.next(Map.of("web", "serve", "worker", "work"));
        push();

        await(() -> running().equals(List.of("web.1 v4", "worker.1 v4")));
    }

    @Test
    void aProcessTypeThatIsGoneFromTheProcfileStops() {
        builder.next(Map.of("web", "serve", "worker", "work"));
        push();
        testApps.scale(app, "worker", 1);
        convergence.scaled(app, Set.of());
        await(() -> running().size() == 2);

        push();

        await(() -> running().equals(List.of("web.1 v4")));
    }

    @Test
    void aConfigChangeRunsTheSameSlugWithOtherConfig() {
        push();

        rollouts.changed(app, owner, Map.of("A", "1"), "Set A config vars");

        await(() -> running().equals(List.of("web.1 v4")));
        assertThat(releases.current(app.id()).flatMap(Release::slugId)).isEqualTo(
                releases.require(app, "3").slugId());
    }

    @Test
    void aConfigChangeDuringADeployThatFailsKeepsTheCodeThatRuns() {
        Release deploy = aDeployUnderWay();
        Release config = releases.configure(app, owner, Map.of("A", "1"), "Set A config vars");
        releases.finish(deploy, Release.Status.FAILED);

        rollouts.begin(app, config);

        await(() -> running().equals(List.of("web.1 v6")));
        assertThat(releases.require(app, "6").slugId()).isEqualTo(releases.require(app, "4").slugId());
    }

    @Test
    void aConfigChangeDuringADeployThatSucceedsRunsTheNewCode() {
        Release deploy = aDeployUnderWay();
        Release config = releases.configure(app, owner, Map.of("A", "1"), "Set A config vars");
        releases.finish(deploy, Release.Status.SUCCEEDED);

        rollouts.begin(app, config);

        await(() -> running().equals(List.of("web.1 v6")));
        assertThat(releases.require(app, "6").slugId()).isEqualTo(deploy.slugId());
        assertThat(releases.config(releases.require(app, "6"))).containsEntry("A", "1");
    }

    @Test
    void aConfigChangeThatADeployOvertookDoesNotBringTheOldCodeBack() {
        push();
        Release config = releases.configure(app, owner, Map.of("A", "1"), "Set A config vars");
        push();

        rollouts.begin(app, config);

        await(() -> releases.require(app, "4").status() == Release.Status.SUCCEEDED);
        await(() -> running().equals(List.of("web.1 v5")));
    }

    @Test
    void releasesThatWaitAreRolledOutInTheirOrder() {
        push();
        push();
        Release back = releases.configure(app, owner, Map.of("A", "1"), "Set A config vars");
        Release last = releases.configure(app, owner, Map.of("A", "1", "B", "2"), "Set B config vars");

        rollouts.begin(app, last);

        await(() -> running().equals(List.of("web.1 v6")));
        assertThat(releases.require(app, back.label()).status()).isEqualTo(Release.Status.SUCCEEDED);
    }

    /** v5, made from the slug of v3, while v4 runs. */
    private Release aDeployUnderWay() {
        push();
        push();
        return releases.deploy(app, owner, slugs.require(releases.require(app, "3").slugId().orElseThrow()), Map.of());
    }

    @Test
    void aConfigChangeThatBreaksTheAppLeavesTheOldDynos() {
        String command = "picky " + UUID.randomUUID();
        builder.next(Map.of("web", command));
        push();
        engine.on(command, new Behaviour.Crashes(1, "bad config"));

        rollouts.changed(app, owner, Map.of("A", "1"), "Set A config vars");

        await(() -> releases.require(app, "4").status() == Release.Status.FAILED);
        assertThat(running()).containsExactly("web.1 v3");
    }

    @Test
    void theImagesOfOldSlugsGoButNotThoseToRollBackTo() {
        for (int i = 0; i < 12; i++) {
            push();
        }

        assertThat(slugs.of(app.id())).hasSize(12);
        assertThat(slugs.of(app.id()).stream().map(Slug::discarded)).startsWith(false, false)
                .filteredOn(discarded -> discarded).hasSize(2);
        assertThat(builder.deletedImages()).filteredOn(image -> image.contains(app.key())).hasSize(2);
    }

    @Test
    void aRestartMidwayResumesConfigChangesAndFailsPushes() {
        push();
        Release config = releases.configure(app, owner, Map.of("A", "1"), "Set A config vars");
        rollouts.settle(config);
        await(() -> running().equals(List.of("web.1 v4")));

        Release cutOff = testApps.pendingDeploy(app, owner);
        rollouts.settle(cutOff);

        assertThat(releases.require(app, "5").status()).isEqualTo(Release.Status.FAILED);
        assertThat(running()).containsExactly("web.1 v4");
    }

    @Test
    void theLockOnTheDatabaseIsTakenAgainAfterItsSessionDied() {
        String holder = "select pid from pg_locks where locktype = 'advisory' and granted";
        Integer before = sql.queryForObject(holder, Integer.class);
        int connectionsInUse = pool().getActiveConnections();
        sql.queryForObject("select pg_terminate_backend(?)", Boolean.class, before);

        startup.keepLock();

        assertThat(sql.queryForObject(holder, Integer.class)).isNotEqualTo(before);
        await(() -> pool().getActiveConnections() <= connectionsInUse);
    }

    @Test
    void theSlugOfAReleaseThatWaitsIsKept() {
        push();
        Slug oldest = slugs.of(app.id()).getFirst();
        Release waiting = releases.repeat(app, owner, oldest, Map.of(), "Deploy again");
        for (int i = 0; i < 11; i++) {
            push();
        }

        assertThat(slugs.require(oldest.id()).discarded()).isFalse();
        rollouts.begin(app, waiting);
        await(() -> releases.require(app, waiting.label()).status() == Release.Status.SUCCEEDED);
    }

    @Test
    void dynosThatTheRouteCannotLeaveAreRetiredLater() {
        push();
        try (var _ = locks.rollout(app)) {
            testApps.scale(app, "web", 0);
            sql.execute("alter table domain rename to domain_away");
            try {
                assertThatThrownBy(() -> fleet.converge(app)).isInstanceOf(DataAccessException.class);
            } finally {
                sql.execute("alter table domain_away rename to domain");
            }
            assertThat(fleet.of(app)).extracting(Dyno::name).containsExactly("web.1");

            fleet.converge(app);
        }
        await(() -> running().isEmpty());
    }

    @Test
    void aDynoThatIsLostIsReplaced() {
        push();
        engine.stop(dynos().getFirst().id());

        convergence.convergeAll();

        await(() -> running().equals(List.of("web.1 v3")));
    }

    @Test
    void aRestartReplacesEachDynoByAFreshOne() {
        push();
        Dyno before = dynos().getFirst();

        convergence.restart(app, List.of(before));

        await(() -> isReplaced(before));
    }

    @Test
    void aRestartOfADynoThatIsGoneStartsNoSecondOne() {
        push();
        Dyno before = dynos().getFirst();
        convergence.restart(app, List.of(before));
        await(() -> isReplaced(before));
        Dyno now = dynos().getFirst();

        fleet.restart(app, List.of(before));

        assertThat(dynos()).extracting(Dyno::id).containsExactly(now.id());
    }

    @Test
    void anotherDynoSizeReplacesTheDynos() {
        push();
        Dyno before = dynos().getFirst();

        convergence.scaled(app, Set.of("web"));

        await(() -> isReplaced(before));
    }

    @Test
    void scaledToZeroNothingRuns() {
        push();
        testApps.scale(app, "web", 0);
        convergence.scaled(app, Set.of());

        await(() -> running().isEmpty());
    }

    private HikariPoolMXBean pool() {
        return ((HikariDataSource) dataSource).getHikariPoolMXBean();
    }

    private PushOutcome push() {
        return pipeline.handle(new Push(app.key(), owner.id().toString(), "main", "0123456789abcdef0123456789abcdef01234567",
                Path.of("unused.tar")), terminal::add);
    }

    private List<Dyno> dynos() {
        return engine.dynos(app.key());
    }

    /** Another dyno of the same name and release runs, alone. */
    private boolean isReplaced(Dyno before) {
        List<Dyno> now = dynos();
        return now.size() == 1 && !now.getFirst().id().equals(before.id()) && now.getFirst().name().equals(before.name())
                && now.getFirst().release() == before.release();
    }

    private List<String> running() {
        return dynos().stream().map(dyno -> dyno.name() + " v" + dyno.release()).sorted().toList();
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(SOON).pollInterval(BRIEFLY).untilAsserted(() -> assertThat(condition.call())
                .as(() -> "running: " + running() + ", releases: " + releases.of(app)).isTrue());
    }
}
