package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pushes from a clone that lacks the beginning of its history, as continuous integration makes them. */
class ShallowPushTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private GitClient full;
    private GitClient shallow;

    @BeforeEach
    void cloneShallow() {
        full = git.newClient();
        for (int i = 1; i <= 4; i++) {
            full.commitFile("app.py", "print(" + i + ")");
        }
        full.git("clone", "-q", "--depth", "2", "file://" + full.workTree(), "shallow");
        shallow = GitClient.at(full.workTree().resolve("shallow"));
    }

    @Test
    void theFirstPushOfARepositoryMayBeShallow() {
        shallow.git("push", git.url(), "main");

        assertThat(git.server().findHeadCommit("shop")).contains(full.git("rev-parse", "main"));
        assertThat(git.pushes).hasSize(1);
    }

    @Test
    void furtherPushesFromTheShallowAndTheFullCloneDeploy() {
        shallow.git("push", git.url(), "main");
        shallow.commitFile("app.py", "print(5)");
        shallow.git("push", git.url(), "main");
        full.git("pull", "-q", shallow.workTree().toString(), "main");
        String last = full.commitFile("app.py", "print(6)");

        full.git("push", git.url(), "main");

        assertThat(git.server().findHeadCommit("shop")).contains(last);
    }

    @Test
    void aCloneOfAShallowHistoryIsShallowAndSound() {
        shallow.git("push", git.url(), "main");

        full.git("clone", "-q", git.url(), "copy");

        GitClient copy = GitClient.at(full.workTree().resolve("copy"));
        assertThat(copy.git("rev-list", "--count", "HEAD")).isEqualTo("2");
        assertThat(copy.run("fsck", "--full").exitCode()).isZero();
        shallow.commitFile("app.py", "print(5)");
        shallow.git("push", git.url(), "main");
        copy.git("pull", "-q");
        assertThat(copy.git("rev-list", "--count", "HEAD")).isEqualTo("3");
    }

    @Test
    void aShallowPushOnTopOfAFullHistoryLeavesThatFull() {
        full.git("push", git.url(), "main");
        shallow.commitFile("app.py", "print(5)");

        shallow.git("push", git.url(), "main");

        assertThat(git.bareRepository().resolve("shallow")).doesNotExist();
        full.git("clone", "-q", git.url(), "copy");
        assertThat(GitClient.at(full.workTree().resolve("copy")).git("rev-list", "--count", "HEAD")).isEqualTo("5");
    }

    @Test
    void aRejectedShallowPushLeavesNothingBehind() {
        git.onPush((push, output) -> new PushOutcome.Rejected("no"));

        assertThat(shallow.run("push", git.url(), "main").exitCode()).isNotZero();

        assertThat(git.objectsOnDisk()).isEmpty();
    }

    @Test
    void aPushThatBuildsOnTheMissingPartIsToldTheWayOutAndThatWorks() {
        shallow.git("push", git.url(), "main");
        full.git("checkout", "-q", "-b", "fork", "HEAD~3");
        String fork = full.commitFile("other.py", "print(7)");

        GitClient.Result push = full.run("push", "--force", git.url(), "fork:main");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("An earlier push came from a shallow clone");
        full.git("clone", "-q", "--depth", "1", "file://" + full.workTree(), "again");
        GitClient.at(full.workTree().resolve("again")).git("push", "--force", git.url(), "HEAD:main");
        assertThat(git.server().findHeadCommit("shop")).contains(fork);
    }
}
