package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The tar that the handler gets. */
class SourceTarTests {

    private record Entry(TarArchiveEntry header, String content) {}

    @RegisterExtension
    final GitServerFixture git = new GitServerFixture();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private GitClient client;

    @BeforeEach
    void readTheTarOfEveryPush() {
        client = git.newClient();
        git.onPush((push, output) -> {
            entries.putAll(read(push.sourceTar()));
            return new PushOutcome.Accepted();
        });
    }

    @Test
    void filesKeepContentAndExecutableBitAndBelongToTheDynosUser() {
        client.write("bin/start", "#!/bin/sh\n").write("app.py", "print('ü')");
        assertThat(client.workTree().resolve("bin/start").toFile().setExecutable(true)).isTrue();
        client.commit("app");
        long committed = Long.parseLong(client.git("log", "-1", "--format=%ct"));

        client.git("push", git.url(), "main");

        assertThat(entries).containsOnlyKeys("app.py", "bin/", "bin/start");
        assertThat(entries.get("app.py").content()).isEqualTo("print('ü')");
        assertThat(entries.get("app.py").header().getMode() & 0777).isEqualTo(0644);
        assertThat(entries.get("bin/").header().getMode() & 0777).isEqualTo(0755);
        assertThat(entries.get("bin/start").header().getMode() & 0777).isEqualTo(0755);
        assertThat(entries.values()).allSatisfy(entry -> {
            assertThat(entry.header().getLongUserId()).isEqualTo(1000);
            assertThat(entry.header().getLongGroupId()).isEqualTo(1000);
            assertThat(entry.header().getUserName()).isEmpty();
            assertThat(entry.header().getModTime().toInstant().getEpochSecond()).isEqualTo(committed);
        });
    }

    @Test
    void aSymbolicLinkStaysALinkWhereverItPoints() throws IOException {
        Files.createSymbolicLink(client.workTree().resolve("passwords"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(client.workTree().resolve("up"), Path.of("../".repeat(60) + "etc"));
        client.commit("links");

        client.git("push", git.url(), "main");

        assertThat(entries.get("passwords").header().isSymbolicLink()).isTrue();
        assertThat(entries.get("passwords").header().getLinkName()).isEqualTo("/etc/passwd");
        assertThat(entries.get("passwords").content()).isEmpty();
        assertThat(entries.get("up").header().getLinkName()).isEqualTo("../".repeat(60) + "etc");
    }

    @Test
    void longAndForeignNamesSurviveAndGnuTarReadsThem(@TempDir Path folder) throws Exception {
        String longName = "a-folder-with-a-long-name/".repeat(12) + "ünïcödé-文件.txt";
        client.commitFile(longName, "found");
        git.onPush((push, output) -> {
            entries.putAll(read(push.sourceTar()));
            try {
                assertThat(new ProcessBuilder("tar", "-xf", push.sourceTar().toString(), "-C", folder.toString())
                        .inheritIO().start().waitFor()).isZero();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return new PushOutcome.Accepted();
        });

        client.git("push", git.url(), "main");

        assertThat(entries.get(longName).content()).isEqualTo("found");
        assertThat(folder.resolve(longName)).hasContent("found");
    }

    @Test
    void submodulesAreLeftOutWithAWarning() {
        client.write("app.py", "print(1)");
        client.write(".gitmodules", "[submodule \"lib\"]\n\tpath = vendor/lib\n\turl = https://example.org/lib.git\n");
        client.git("add", "-A");
        client.git("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",vendor/lib");
        client.git("commit", "-q", "-m", "submodule");

        GitClient.Result push = client.run("push", git.url(), "main").expectSuccess();

        assertThat(push.output()).contains("Submodules are not fetched: vendor/lib.");
        assertThat(entries).containsOnlyKeys(".gitmodules", "app.py", "vendor/");
    }

    @Test
    void lfsPointersAreWarnedAbout() {
        client.commitFile("model.bin",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n");

        GitClient.Result push = client.run("push", git.url(), "main").expectSuccess();

        assertThat(push.output()).contains("Git LFS files are not fetched").contains("model.bin");
    }

    @Test
    void aFileStoredAsADeltaComesOutWhole() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            lines.append("line ").append(i).append('\n');
        }
        client.commitFile("data.csv", lines.toString());
        client.git("push", git.url(), "main");
        client.commitFile("data.csv", "header\n" + lines);

        client.git("push", git.url(), "main");

        assertThat(entries.get("data.csv").content()).isEqualTo("header\n" + lines);
    }

    @Test
    void aNameThatNoFileSystemTakesIsRefused() {
        String blob = client.gitWithInput("x".getBytes(UTF_8), "hash-object", "-w", "--stdin");
        String entry = "100644 blob " + blob + "\t" + "n".repeat(256) + "\n";
        String tree = client.gitWithInput(entry.getBytes(UTF_8), "mktree");
        String commit = client.git("commit-tree", "-m", "long name", tree);

        GitClient.Result push = client.run("push", git.url(), commit + ":refs/heads/main");

        assertThat(push.output()).contains("is too long for a file system. Shorten it.");
        assertThat(git.pushes).isEmpty();
    }

    private static Map<String, Entry> read(Path tar) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar), UTF_8.name())) {
            for (TarArchiveEntry header = in.getNextEntry(); header != null; header = in.getNextEntry()) {
                entries.put(header.getName(), new Entry(header, new String(in.readAllBytes(), UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
