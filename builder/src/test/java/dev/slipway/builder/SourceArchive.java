package dev.slipway.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes source tars as git-receiver hands them on, and hostile ones. */
final class SourceArchive implements AutoCloseable {

    private final Path path;
    private final TarArchiveOutputStream tar;

    SourceArchive(Path directory) throws IOException {
        path = Files.createTempFile(directory, "source", ".tar");
        tar = new TarArchiveOutputStream(Files.newOutputStream(path), StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    static Path of(Path directory, String... namesAndContents) throws IOException {
        try (SourceArchive archive = new SourceArchive(directory)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                archive.file(namesAndContents[i], namesAndContents[i + 1]);
            }
            return archive.path;
        }
    }

    static Path ofFolder(Path directory, Path folder) throws IOException {
        try (SourceArchive archive = new SourceArchive(directory); Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                archive.entry(folder.relativize(file).toString(), TarConstants.LF_NORMAL, Files.readAllBytes(file));
            }
            return archive.path;
        }
    }

    static Path withEntry(Path directory, String name, byte type, String linkName) throws IOException {
        try (SourceArchive archive = new SourceArchive(directory)) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setLinkName(linkName);
            archive.tar.putArchiveEntry(entry);
            archive.tar.closeArchiveEntry();
            archive.file("requirements.txt", "");
            return archive.path;
        }
    }

    static SourceTree tree(Path directory, String... namesAndContents) throws IOException {
        return SourceTree.read(of(directory, namesAndContents));
    }


    void file(String name, String content) throws IOException {
        entry(name, TarConstants.LF_NORMAL, content.getBytes(StandardCharsets.UTF_8));
    }

    void symlink(String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void entry(String name, byte type, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
