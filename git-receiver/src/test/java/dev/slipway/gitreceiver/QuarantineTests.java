package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is on disk while and after a push. */
class QuarantineTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private GitClient client;

    @BeforeEach
    void createWorkTree() {
        client = git.newClient();
        client.commitFile("app.py", "print(1)");
    }

    @Test
    void whileTheHandlerDecidesTheObjectsAreOutsideOfTheRepository() {
        git.onPush((push, output) -> {
            assertThat(git.objectsOnDisk()).isNotEmpty().allMatch(file -> file.startsWith(".work/"));
            return new PushOutcome.Accepted();
        });

        client.git("push", git.url(), "main");

        assertThat(git.objectsOnDisk()).hasSize(2)
                .allMatch(file -> file.matches("shop.git/objects/pack/pack-.*(pack|idx)"));
        assertThat(git.workFolders()).isEmpty();
    }

    @Test
    void aRejectedPushLeavesNothingBehind() {
        client.git("push", git.url(), "main");
        List<String> before = git.objectsOnDisk();
        client.commitFile("app.py", "print(");
        git.onPush((push, output) -> new PushOutcome.Rejected("no"));

        assertThat(client.run("push", git.url(), "main").exitCode()).isNotZero();

        assertThat(git.objectsOnDisk()).isEqualTo(before);
        assertThat(git.workFolders()).isEmpty();
    }

    @Test
    void ofAPartlyRejectedPushTheAcceptedBranchIsComplete() {
        git.onPush((push, output) -> new PushOutcome.Rejected("no"));

        client.run("push", git.url(), "main", "main:copy");

        assertThat(git.newClient().run("fetch", git.url(), "copy").exitCode()).isZero();
        assertThat(git.server().findHeadCommit("shop")).isEmpty();
    }

    @Test
    void aBrokenOffUploadLeavesNothingBehind() throws IOException {
        byte[] beginning = RawRequest.pushOfMain("1".repeat(40), new byte[] {
            'P', 'A', 'C', 'K', 0, 0, 0, 2, 0, 0, 0, 1, // one object,
            (byte) 0xb0, (byte) 0x80, 0x08, 0x78, 0x01, // a blob of 256 KB,
            0, 0, 0, (byte) 0xff, (byte) 0xff}); // of which nothing has come yet
        Socket socket = RawRequest.startPost(git, "git-receive-pack", beginning, 1_000_000);
        Eventually.holds(() -> assertThat(git.objectsOnDisk()).anyMatch(file -> file.contains("incoming_")));

        socket.close();

        Eventually.holds(() -> assertThat(git.workFolders()).isEmpty());
        assertThat(git.objectsOnDisk()).isEmpty();
        assertThat(git.pushes).isEmpty();
    }

    @Test
    void startRemovesWhatACrashLeftBehind() throws IOException {
        client.git("push", git.url(), "main");
        Path left = Files.createDirectories(git.repositories().resolve(".work/push-1/objects/pack"));
        Files.writeString(left.resolve("incoming_1.pack"), "half a pack");

        git.server().start();

        assertThat(git.workFolders()).isEmpty();
        assertThat(git.server().findHeadCommit("shop")).isPresent();
    }
}
