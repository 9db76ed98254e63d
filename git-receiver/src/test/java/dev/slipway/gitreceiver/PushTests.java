package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a push to which ref does. */
class PushTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private GitClient client;

    @BeforeEach
    void createWorkTree() {
        client = git.newClient();
    }

    @Test
    void aPushToMainIsHandledBeforeItsRefMoves() {
        String commit = client.commitFile("app.py", "print(1)");
        git.onPush((push, output) -> {
            assertThat(git.server().findHeadCommit("shop")).isEmpty();
            return new PushOutcome.Accepted();
        });

        GitClient.Result push = client.run("push", git.url(), "main").expectSuccess();

        assertThat(push.output()).contains("[new branch]      main -> main");
        assertThat(git.pushes).singleElement().satisfies(handled -> {
            assertThat(handled.repository()).isEqualTo("shop");
            assertThat(handled.pusher()).isEqualTo("ada");
            assertThat(handled.branch()).isEqualTo("main");
            assertThat(handled.commit()).isEqualTo(commit);
            assertThat(handled.sourceTar()).doesNotExist();
        });
        assertThat(git.server().findHeadCommit("shop")).contains(commit);
    }

    @Test
    void aRejectedPushSaysWhyAndMovesNothing() {
        String deployed = client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");
        client.commitFile("app.py", "print(");
        git.onPush((push, output) -> new PushOutcome.Rejected("SyntaxError in app.py"));

        GitClient.Result push = client.run("push", git.url(), "main");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("remote:  !     SyntaxError in app.py")
                .contains("! [remote rejected] main -> main (pre-receive hook declined)");
        assertThat(client.git("ls-remote", git.url(), "refs/heads/main")).startsWith(deployed);
    }

    @Test
    void theNextPushAfterARejectedOneDeploys() {
        client.commitFile("app.py", "print(");
        git.onPush((push, output) -> new PushOutcome.Rejected("SyntaxError in app.py"));
        client.run("push", git.url(), "main");
        String fixed = client.commitFile("app.py", "print(1)");
        git.onPush((push, output) -> new PushOutcome.Accepted());

        client.git("push", git.url(), "main");

        assertThat(git.server().findHeadCommit("shop")).contains(fixed);
    }

    @Test
    void aHandlerThatFailsLooksLikeARejectionWithoutItsDetails() {
        client.commitFile("app.py", "print(1)");
        git.onPush((push, output) -> {
            throw new IllegalStateException("jdbc:postgresql://db?password=hunter2 unreachable");
        });

        GitClient.Result push = client.run("push", git.url(), "main");

        assertThat(push.output()).contains("! [remote rejected] main -> main (pre-receive hook declined)")
                .contains("The server failed while it handled this push").doesNotContain("hunter2");
        assertThat(git.server().findHeadCommit("shop")).isEmpty();
    }

    @Test
    void aForcedPushOfAnotherHistoryDeploys() {
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");
        client.git("checkout", "-q", "--orphan", "other");
        String other = client.commitFile("app.py", "print(2)");

        client.git("push", "--force", git.url(), "other:main");

        assertThat(git.pushes).hasSize(2);
        assertThat(git.server().findHeadCommit("shop")).contains(other);
    }

    @Test
    void anUpToDatePushRunsNothing() {
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");

        GitClient.Result push = client.run("push", git.url(), "main").expectSuccess();

        assertThat(push.output()).contains("Everything up-to-date");
        assertThat(git.pushes).hasSize(1);
    }

    @Test
    void anotherBranchIsStoredAndTheHintNamesTheCommandThatDeploysIt() {
        client.git("checkout", "-q", "-b", "feature/cart");
        String commit = client.commitFile("app.py", "print(1)");

        GitClient.Result push = client.run("push", git.url(), "feature/cart").expectSuccess();

        assertThat(push.output()).contains("Only these branches deploy: main, master.")
                .contains("git push heroku feature/cart:main");
        assertThat(git.pushes).isEmpty();
        assertThat(client.git("ls-remote", git.url(), "refs/heads/feature/cart")).startsWith(commit);
    }

    @Test
    void aTagIsStoredAndItsHintWorksWordForWord() {
        String commit = client.commitFile("app.py", "print(1)");
        client.git("tag", "-a", "-m", "first", "v1");

        GitClient.Result push = client.run("push", git.url(), "v1").expectSuccess();

        assertThat(push.output()).contains("git push heroku 'v1^{commit}':main");
        assertThat(git.pushes).isEmpty();
        client.git("push", git.url(), "v1^{commit}:refs/heads/main");
        assertThat(git.server().findHeadCommit("shop")).contains(commit);
    }

    @Test
    void aTagObjectCannotBecomeABranch() {
        client.commitFile("app.py", "print(1)");
        client.git("tag", "-a", "-m", "first", "v1");
        String tagObject = client.git("rev-parse", "v1");

        GitClient.Result push = client.run("push", git.url(), tagObject + ":refs/heads/main");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("The branch main must point to a commit")
                .contains("! [remote rejected] " + tagObject + " -> main (not a commit)");
        assertThat(git.pushes).isEmpty();
    }

    @Test
    void ofTwoDeployBranchesInOnePushTheSecondIsRefused() {
        client.commitFile("app.py", "print(1)");
        client.git("branch", "master");

        GitClient.Result push = client.run("push", git.url(), "main", "master");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("main -> main")
                .contains("! [remote rejected] master -> master (only one branch can be deployed at once)")
                .contains("Push one branch at a time");
        assertThat(git.pushes).extracting(Push::branch).containsExactly("main");
    }

    @Test
    void anAtomicPushOfTwoDeployBranchesDeploysNeither() {
        client.commitFile("app.py", "print(1)");
        client.git("branch", "master");

        GitClient.Result push = client.run("push", "--atomic", git.url(), "main", "master");

        assertThat(push.exitCode()).isNotZero();
        assertThat(git.pushes).isEmpty();
        assertThat(git.server().findHeadCommit("shop")).isEmpty();
    }

    @Test
    void theDeployedBranchCannotBeDeleted() {
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");

        GitClient.Result push = client.run("push", git.url(), "--delete", "main");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("main is the deployed branch and cannot be deleted");
        assertThat(git.server().findHeadCommit("shop")).isPresent();
    }

    @Test
    void headFollowsTheDeployedBranchWhichFreesTheOtherOne() {
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");
        String onMaster = client.commitFile("app.py", "print(2)");

        client.git("push", git.url(), "main:master");

        assertThat(git.server().findHeadCommit("shop")).contains(onMaster);
        assertThat(client.git("ls-remote", "--symref", git.url(), "HEAD")).contains("ref: refs/heads/master");
        client.git("push", git.url(), "--delete", "main");
        assertThat(client.git("ls-remote", git.url(), "refs/heads/main")).isEmpty();
    }

    @Test
    void subtreePushesDeployAlsoWhenTheirHistoryIsRewritten() {
        client.write("README", "about").commitFile("server/app.py", "print(1)");
        client.git("subtree", "push", "--prefix", "server", git.url(), "main");
        client.commitFile("server/app.py", "print(2)");
        client.git("subtree", "push", "--prefix", "server", git.url(), "main");
        client.git("commit", "-q", "--amend", "-m", "rewritten");
        client.git("subtree", "split", "--prefix", "server", "-b", "rewritten");
        String rewritten = client.git("rev-parse", "rewritten");

        client.git("push", "--force", git.url(), "rewritten:main");

        assertThat(git.pushes).hasSize(3);
        assertThat(git.server().findHeadCommit("shop")).contains(rewritten);
    }
}
