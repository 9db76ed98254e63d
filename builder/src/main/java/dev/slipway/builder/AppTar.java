package dev.slipway.builder;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a tar in which everything belongs to the stack's user {@code app}. */
final class AppTar implements Closeable {

    private static final int APP_ID = 1000;

    private final TarArchiveOutputStream tar;

    AppTar(OutputStream out) {
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    void directory(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(0755);
        add(entry, InputStream.nullInputStream());
    }

    void symlink(String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        add(entry, InputStream.nullInputStream());
    }

    /** @param content read up to its end, which comes after {@code size} bytes; not closed */
    void file(String name, boolean executable, FileTime modified, long size, InputStream content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(executable ? 0755 : 0644);
        entry.setModTime(modified);
        entry.setSize(size);
        add(entry, content);
    }

    void file(String name, byte[] content) throws IOException {
        file(name, false, FileTime.from(Instant.EPOCH), content.length, new ByteArrayInputStream(content));
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void add(TarArchiveEntry entry, InputStream content) throws IOException {
        entry.setIds(APP_ID, APP_ID);
        tar.putArchiveEntry(entry);
        content.transferTo(tar);
        tar.closeArchiveEntry();
    }
}
