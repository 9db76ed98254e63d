package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pusher sees while the handler works, and what happens when nobody looks any more. */
class ProgressTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture().keepAlive(Duration.ofMillis(20));
    private GitClient client;

    @BeforeEach
    void createWorkTree() {
        client = git.newClient();
        client.commitFile("app.py", "print(1)");
    }

    @Test
    void aLineIsOnThePushersTerminalBeforeTheHandlerGoesOn() {
        CountDownLatch firstLineSeen = new CountDownLatch(1);
        CountDownLatch secondLineSeen = new CountDownLatch(1);
        git.onPush((push, output) -> {
            output.line("-----> Python app detected");
            await(firstLineSeen);
            output.line("-----> Launching...");
            await(secondLineSeen);
            return new PushOutcome.Accepted();
        });

        GitClient.Running push = client.start("push", git.url(), "main");
        push.awaitLine("remote: -----> Python app detected");
        firstLineSeen.countDown();
        push.awaitLine("remote: -----> Launching...");
        secondLineSeen.countDown();

        assertThat(push.await().expectSuccess().output()).contains("main -> main");
    }

    @Test
    void aSilentHandlerKeepsTheConnectionAliveWithPacketsThatGitDoesNotShow() {
        CountDownLatch release = new CountDownLatch(1);
        git.onPush((push, output) -> {
            output.line("building");
            await(release);
            return new PushOutcome.Accepted();
        });

        GitClient.Running push = client.startTracingPackets("push", git.url(), "main");
        push.awaitLine("building");
        push.awaitLineEnding("sideband< \\2");
        release.countDown();

        assertThat(push.await().expectSuccess().output().lines().filter(line -> line.startsWith("remote:"))
                .map(String::stripTrailing)).containsExactly("remote: building");
    }

    @Test
    void emptyAndMultipleLinesArriveAsSuch() {
        git.onPush((push, output) -> {
            output.line("one");
            output.line("");
            output.line("two\nthree");
            return new PushOutcome.Accepted();
        });

        String output = client.run("push", git.url(), "main").expectSuccess().output();

        assertThat(output.lines().filter(line -> line.startsWith("remote:")).map(String::stripTrailing))
                .containsExactly("remote: one", "remote:", "remote: two", "remote: three");
    }

    @Test
    void theHandlerRunsToItsEndAndTheRefMovesWhenThePusherHangsUp() {
        CountDownLatch hungUp = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        git.onPush((push, output) -> {
            output.line("building");
            await(hungUp);
            for (int i = 0; i < 200; i++) {
                output.line("line " + i + " that nobody reads " + "x".repeat(1000));
            }
            ended.complete(Thread.currentThread().isInterrupted());
            return new PushOutcome.Accepted();
        });
        GitClient.Running push = client.start("push", git.url(), "main");
        push.awaitLine("building");

        push.kill();
        hungUp.countDown();

        assertThat(ended).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(false);
        String commit = client.git("rev-parse", "main");
        Eventually.holds(() -> assertThat(git.server().findHeadCommit("shop")).contains(commit));
        Eventually.holds(() -> assertThat(git.workFolders()).isEmpty());
    }

    @Test
    void linesAfterTheHandlersEndAreDropped() {
        CompletableFuture<PushOutput> kept = new CompletableFuture<>();
        git.onPush((push, output) -> {
            kept.complete(output);
            return new PushOutcome.Accepted();
        });

        client.git("push", git.url(), "main");

        kept.join().line("too late");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
