package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that git itself would not make. */
class HostileObjectsTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private GitClient client;

    @BeforeEach
    void createWorkTree() {
        client = git.newClient();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", "../../etc/cron.d/job", "a/b", "/etc/passwd"})
    void aTreeWithAnUnsafeNameIsRefusedAndNotStored(String name) {
        String blob = client.gitWithInput("x".getBytes(UTF_8), "hash-object", "-w", "--stdin");
        String tree = tree("100644", name, blob);

        GitClient.Result push = client.run("push", git.url(), commit(tree) + ":refs/heads/main");

        assertThat(push.exitCode()).isNotZero();
        assertThat(push.output()).contains("The push holds a broken or unsafe object");
        assertRefusedWithoutATrace();
    }

    @Test
    void aGitFolderDeepInTheTreeIsRefused() {
        String config = client.gitWithInput("[core]".getBytes(UTF_8), "hash-object", "-w", "--stdin");
        String folder = tree("40000", ".git", tree("100644", "config", config));

        String commit = commit(tree("40000", "vendor", folder));
        GitClient.Result push = client.run("push", git.url(), commit + ":refs/heads/main");

        assertThat(push.output()).contains("The push holds a broken or unsafe object");
        assertRefusedWithoutATrace();
    }

    @Test
    void aSubmoduleUrlThatSmugglesAnOptionIsRefused() {
        client.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = -u./payload\n").commit("submodule");

        GitClient.Result push = client.run("push", git.url(), "main");

        assertThat(push.output()).contains("The push holds a broken or unsafe object");
        assertRefusedWithoutATrace();
    }

    @Test
    void aCommitWhoseTreeIsMissingIsRefused() throws IOException {
        client.commitFile("app.py", "print(1)");
        byte[] raw = ("tree " + "1".repeat(40) + "\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n").getBytes(UTF_8);
        String commit = client.gitWithInput(raw, "hash-object", "-t", "commit", "-w", "--literally", "--stdin");

        String answer = RawRequest.post(git, "git-receive-pack", RawRequest.pushOfMain(commit, packOf(commit)));

        assertThat(answer).contains("The push is incomplete");
        assertRefusedWithoutATrace();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/heads/../../config", "HEAD", "config", "refs/heads/a b", "../x"})
    void aRefThatIsNoneIsRefused(String ref) throws IOException {
        String commit = client.commitFile("app.py", "print(1)");

        RawRequest.post(git, "git-receive-pack", RawRequest.push(commit, ref, packOf(commit)));

        assertThat(git.pushes).isEmpty();
        assertThat(client.git("ls-remote", git.url())).isEmpty();
        assertThat(git.bareRepository().resolve("config")).content().contains("bare = true");
    }

    private void assertRefusedWithoutATrace() {
        assertThat(git.pushes).isEmpty();
        assertThat(git.objectsOnDisk()).isEmpty();
        assertThat(client.git("ls-remote", git.url())).isEmpty();
    }

    private byte[] packOf(String object) throws IOException {
        String pack = client.gitWithInput((object + "\n").getBytes(UTF_8), "pack-objects", "-q", "packed");
        return Files.readAllBytes(client.workTree().resolve("packed-" + pack + ".pack"));
    }

    private String tree(String mode, String name, String id) {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        tree.writeBytes((mode + " " + name + "\0").getBytes(UTF_8));
        tree.writeBytes(HexFormat.of().parseHex(id));
        return client.gitWithInput(tree.toByteArray(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin");
    }

    private String commit(String tree) {
        return client.git("commit-tree", "-m", "hostile", tree);
    }
}
