package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTreeTests {

    @TempDir
    private Path directory;

    @Test
    void filesAreFoundByTheirPathBelowTheRoot() throws IOException {
        SourceTree tree = SourceArchive.tree(directory, "./Procfile", "web: x\n", "app/main.py", "");

        assertThat(tree.files()).containsExactly("Procfile", "app/main.py");
        assertThat(tree.hasFile("app")).isFalse();
        assertThat(tree.text("Procfile")).contains("web: x\n");
        assertThat(tree.text("runtime.txt")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "a/..", "/etc/passwd"})
    void aNameThatLeavesTheRootIsRefused(String name) throws IOException {
        assertRefused(SourceArchive.of(directory, name, "content"), name);
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, TarConstants.LF_LINK})
    void whatIsNeitherFileNorDirectoryNorSymlinkIsRefused(byte type) throws IOException {
        assertRefused(SourceArchive.withEntry(directory, "odd", type, "requirements.txt"), "odd");
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() throws IOException {
        assertRefused(SourceArchive.of(directory, "app.py", "1", "./app.py", "2"), "twice");
    }

    @Test
    void aFileBelowASymlinkIsRefusedWhicheverComesFirst() throws IOException {
        SourceArchive linkFirst = new SourceArchive(directory);
        try (linkFirst) {
            linkFirst.symlink("data", "/etc");
            linkFirst.file("data/passwd", "");
        }
        SourceArchive fileFirst = new SourceArchive(directory);
        try (fileFirst) {
            fileFirst.file("data/passwd", "");
            fileFirst.symlink("data", "/etc");
        }

        assertRefused(linkFirst.path(), "data");
        assertRefused(fileFirst.path(), "data");
    }

    @Test
    void aSymlinkInPlaceOfTheProcfileIsRefused() throws IOException {
        assertRefused(SourceArchive.withEntry(directory, "Procfile", TarConstants.LF_SYMLINK, "/etc/passwd"),
                "symbolic link");
    }

    @Test
    void aProcfileOfMoreThanAMegabyteIsRefused() throws IOException {
        assertRefused(SourceArchive.of(directory, "Procfile", "x".repeat((1 << 20) + 1)), "1 MB");
    }

    @Test
    void theReasonForARefusalDoesNotSteerTheTerminal() throws IOException {
        assertThatThrownBy(() -> SourceTree.read(SourceArchive.of(directory, "../\u001B[2Jevil", "")))
                .hasMessageContaining("../evil");
    }

    @Test
    void aFileThatIsNoTarIsAnError() throws IOException {
        Path noTar = Files.writeString(directory.resolve("no.tar"), "x".repeat(2000));

        assertThatThrownBy(() -> SourceTree.read(noTar)).isInstanceOf(IOException.class);
    }

    @Test
    void theRewrittenTarBelongsToTheAppAndHasTheDirectoriesThatGitLeavesOut() throws IOException {
        SourceArchive archive = new SourceArchive(directory);
        try (archive) {
            archive.file("lib/deep/ünïcode.py", "x = 1\n");
            archive.file("l" + "o".repeat(150) + "ng", "");
            archive.symlink("latest", "lib/deep");
        }
        ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
        SourceTree.read(archive.path()).writeTo(rewritten);

        Map<String, TarArchiveEntry> entries = entries(rewritten.toByteArray());
        assertThat(entries.keySet())
                .containsExactly("lib/", "lib/deep/", "lib/deep/ünïcode.py", "l" + "o".repeat(150) + "ng", "latest");
        assertThat(entries.values()).allMatch(entry -> entry.getLongUserId() == 1000 && entry.getLongGroupId() == 1000);
        assertThat(entries.get("latest").getLinkName()).isEqualTo("lib/deep");
        assertThat(entries.get("lib/deep/ünïcode.py").getSize()).isEqualTo(6);
    }

    private static void assertRefused(Path archive, String reason) {
        assertThatThrownBy(() -> SourceTree.read(archive))
                .isInstanceOf(BuildFailedException.class).hasMessageContaining("refused").hasMessageContaining(reason);
    }

    private static Map<String, TarArchiveEntry> entries(byte[] bytes) throws IOException {
        Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar =
                     new TarArchiveInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }
}
