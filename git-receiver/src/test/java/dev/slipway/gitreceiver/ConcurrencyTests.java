package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pushes, fetches and deletions at the same time. */
class ConcurrencyTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private final CountDownLatch release = new CountDownLatch(1);
    private GitClient first;
    private GitClient second;

    @BeforeEach
    void createWorkTrees() {
        first = git.newClient();
        first.commitFile("app.py", "print(1)");
        second = git.newClient();
        second.commitFile("app.py", "print(2)");
    }

    @Test
    void aSecondPushWhileOneIsDeployedIsToldSoAndNeverHandled() {
        GitClient.Running running = startPushThatWaits();

        GitClient.Result refused = second.run("push", git.url(), "main");
        release.countDown();

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output()).contains("Another push to this repository is being deployed")
                .contains("! [remote rejected] main -> main (failed to update ref)");
        assertThat(running.await().expectSuccess().output()).contains("main -> main");
        assertThat(git.server().findHeadCommit("shop")).contains(first.git("rev-parse", "main"));
        assertThat(git.pushes).hasSize(1);
    }

    @Test
    void afterTheFirstPushHasEndedTheSecondDeploys() {
        GitClient.Running running = startPushThatWaits();
        release.countDown();
        running.await().expectSuccess();
        git.onPush((push, output) -> new PushOutcome.Accepted());

        second.git("push", "--force", git.url(), "main");

        assertThat(git.server().findHeadCommit("shop")).contains(second.git("rev-parse", "main"));
    }

    @Test
    void otherBranchesAndFetchesDoNotWaitForADeploy() {
        GitClient.Running running = startPushThatWaits();

        second.git("push", git.url(), "main:feature");
        second.git("fetch", git.url(), "feature");
        release.countDown();

        running.await().expectSuccess();
    }

    @Test
    void manyPushesOfOtherBranchesAtOnceAllArrive() {
        List<GitClient.Running> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(first.start("push", git.url(), "main:from-first-" + i));
            running.add(second.start("push", git.url(), "main:from-second-" + i));
        }

        running.forEach(push -> push.await().expectSuccess());

        assertThat(first.git("ls-remote", "--heads", git.url()).lines()).hasSize(8);
    }

    @Test
    void aRepositoryDeletedDuringItsDeployStaysDeleted() {
        GitClient.Running running = startPushThatWaits();

        git.server().deleteRepository("shop");
        release.countDown();

        assertThat(running.await().exitCode()).isNotZero();
        assertThat(git.bareRepository()).doesNotExist();
        assertThat(git.workFolders()).isEmpty();
    }

    private GitClient.Running startPushThatWaits() {
        git.onPush((push, output) -> {
            output.line("building");
            try {
                assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new PushOutcome.Accepted();
        });
        GitClient.Running running = first.start("push", git.url(), "main");
        running.awaitLine("building");
        return running;
    }
}
