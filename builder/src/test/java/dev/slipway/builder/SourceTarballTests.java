package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTarballTests {

    private static final long MAX = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void aGzippedTarIsUnpacked() throws IOException {
        assertThat(unpack(gzip(SourceArchive.of(directory, "Procfile", "web: serve", "lib/a.py", "x"))).files())
                .containsExactly("Procfile", "lib/a.py");
    }

    @Test
    void aPlainTarIsTakenToo() throws IOException {
        assertThat(unpack(SourceArchive.of(directory, "Procfile", "web: serve")).text("Procfile")).contains("web: serve");
    }

    @Test
    void theOneFolderThatHoldsEverythingIsLeftOut() throws IOException {
        assertThat(unpack(gzip(SourceArchive.of(directory, "shop-1a2b3c/Procfile", "web: serve", "shop-1a2b3c/lib/a.py", "x")))
                .files()).containsExactly("Procfile", "lib/a.py");
        assertThat(unpack(SourceArchive.of(directory, "./shop/Procfile", "web: serve")).files()).containsExactly("Procfile");
        assertThat(unpack(SourceArchive.of(directory, "a/x", "1", "b/y", "2")).files()).containsExactly("a/x", "b/y");
        assertThat(unpack(SourceArchive.of(directory, "a/x", "1", "ab", "2")).files()).containsExactly("a/x", "ab");
    }

    @Test
    void whatIsNoTarIsRefusedInASentence() throws IOException {
        Path cut = gzip(SourceArchive.of(directory, "Procfile", "web: serve"));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 40));

        assertThat(SourceTarball.unpack(Files.write(directory.resolve("text"), "nonsense ".repeat(200).getBytes()), out(), MAX))
                .hasValueSatisfying(why -> assertThat(why).contains("not a tar"));
        assertThat(SourceTarball.unpack(cut, out(), MAX)).isPresent();
        assertThat(SourceTarball.unpack(Files.write(directory.resolve("zip"), "PK\3\4".getBytes()), out(), MAX))
                .hasValueSatisfying(why -> assertThat(why).contains("zip file"));
        assertThat(SourceTarball.unpack(Files.write(directory.resolve("empty"), new byte[0]), out(), MAX)).isPresent();
    }

    @Test
    void anArchiveThatUnpacksToMoreThanIsAllowedIsRefused() throws IOException {
        Path bomb = gzip(SourceArchive.of(directory, "zeros", "0".repeat(3 << 20)));

        assertThat(Files.size(bomb)).isLessThan(MAX);
        assertThat(SourceTarball.unpack(bomb, out(), MAX)).hasValueSatisfying(why -> assertThat(why).contains("larger than"));
    }

    @Test
    void whatWouldBeWrittenElsewhereIsStillSeenByTheBuild() throws IOException {
        Path escaping = SourceArchive.withEntry(directory, "../escape", TarConstants.LF_NORMAL, "");
        Path hardLink = SourceArchive.withEntry(directory, "passwd", TarConstants.LF_LINK, "/etc/passwd");

        assertThatThrownBy(() -> unpack(escaping)).hasMessageContaining("leads out of the source tree");
        assertThatThrownBy(() -> unpack(hardLink)).hasMessageContaining("neither a plain file");
    }

    private SourceTree unpack(Path upload) throws IOException {
        Path tar = out();
        assertThat(SourceTarball.unpack(upload, tar, MAX)).isEmpty();
        return SourceTree.read(tar);
    }

    private Path out() throws IOException {
        return Files.createTempFile(directory, "unpacked", ".tar");
    }

    private Path gzip(Path tar) throws IOException {
        Path file = Files.createTempFile(directory, "upload", ".tgz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(tar, out);
        }
        return file;
    }
}
