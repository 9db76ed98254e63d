package dev.slipway.gitreceiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clone and fetch. */
class FetchTests {

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private GitClient client;

    @BeforeEach
    void createWorkTree() {
        client = git.newClient();
    }

    @Test
    void aCloneBeforeTheFirstPushIsEmptyAndOnMain() {
        GitClient.Result clone = client.run("clone", git.url(), "copy").expectSuccess();

        assertThat(clone.output()).contains("You appear to have cloned an empty repository");
        assertThat(git.bareRepository().resolve("HEAD")).hasContent("ref: refs/heads/main");
        assertThat(git.server().findHeadCommit("shop")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void aCloneHoldsWhatWasDeployed(String protocolVersion) {
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main:master");

        client.git("-c", "protocol.version=" + protocolVersion, "clone", git.url(), "copy");

        assertThat(client.workTree().resolve("copy/app.py")).hasContent("print(1)");
        assertThat(GitClient.at(client.workTree().resolve("copy")).git("branch", "--show-current")).isEqualTo("master");
    }

    @Test
    void aFetchSpeaksProtocolVersion2AndBringsWhatIsNew() {
        client.commitFile("app.py", "print(1)");
        client.git("push", git.url(), "main");
        client.git("clone", git.url(), "copy");
        String second = client.commitFile("app.py", "print(2)");
        client.git("push", git.url(), "main");
        GitClient copy = GitClient.at(client.workTree().resolve("copy"));

        GitClient.Running fetch = copy.startTracingPackets("fetch", "origin");

        assertThat(fetch.await().expectSuccess().output()).contains("git< version 2");
        assertThat(copy.git("rev-parse", "origin/main")).isEqualTo(second);
    }

    @Test
    void manyHavesOfALongHistoryArriveGzipped() {
        StringBuilder history = new StringBuilder();
        for (int i = 1; i <= 3000; i++) {
            history.append("commit refs/heads/main\ncommitter a <a@b> ").append(i).append(" +0000\ndata 1\nx\n");
        }
        client.gitWithInput(history.toString().getBytes(), "fast-import", "--quiet");
        client.git("push", git.url(), "main");
        GitClient other = git.newClient();
        other.gitWithInput(history.toString().replace("data 1\nx", "data 1\ny").getBytes(), "fast-import", "--quiet");

        other.git("fetch", git.url(), "main");

        assertThat(other.git("rev-list", "--count", "FETCH_HEAD")).isEqualTo("3000");
    }
}
