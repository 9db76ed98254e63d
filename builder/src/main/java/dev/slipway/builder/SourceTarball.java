package dev.slipway.builder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Makes the source tar of a {@link BuildRequest} from an archive that a user uploaded: unpacked, and without the one
 * folder that holds everything in archives of GitHub and GitLab. Names and links stay as they are: the build checks them.
 */
public final class SourceTarball {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZIP_MAGIC = 0x504b;

    private final Path upload;
    private final long maxBytes;

    private SourceTarball(Path upload, long maxBytes) {
        this.upload = upload;
        this.maxBytes = maxBytes;
    }

    /**
     * @param upload   a tar, gzipped or not; untrusted content
     * @param tar      written anew; incomplete unless the answer is empty
     * @param maxBytes largest tar, uncompressed
     * @return why the archive is refused, one line fit for its sender; empty when {@code tar} is complete
     * @throws IOException if {@code upload} cannot be read or {@code tar} cannot be written
     */
    public static Optional<String> unpack(Path upload, Path tar, long maxBytes) throws IOException {
        return new SourceTarball(upload, maxBytes).unpackTo(tar);
    }

    private Optional<String> unpackTo(Path target) throws IOException {
        if (magic() == ZIP_MAGIC) {
            return Optional.of("the source archive is a zip file: send a gzipped tar, as \"git archive --format=tar.gz\" makes it");
        }
        String root;
        try (LimitedInputStream bytes = open()) {
            try {
                root = commonRoot(new TarArchiveInputStream(bytes, StandardCharsets.UTF_8.name()));
            } catch (IOException | IllegalArgumentException e) {
                return Optional.of(bytes.exceeded() ? "the source archive is larger than " + Text.bytes(maxBytes)
                        + " when unpacked: keep large files out of it"
                        : "the source archive is not a tar, gzipped or plain, or it is incomplete");
            }
        }
        if (root == null) {
            return Optional.of("the source archive has no files, or is not a tar");
        }
        copy(root, target);
        return Optional.empty();
    }

    /** The folder, with a slash, that holds all entries; empty if there is no such folder; null if there are no entries. */
    private static @Nullable String commonRoot(TarArchiveInputStream in) throws IOException {
        String root = null;
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            String name = name(entry);
            if (name.isEmpty()) {
                continue;
            }
            int slash = name.indexOf('/');
            String first = slash > 0 ? name.substring(0, slash + 1) : entry.isDirectory() ? name + "/" : "";
            root = root == null || root.equals(first) ? first : "";
            in.skip(Long.MAX_VALUE);
        }
        return root;
    }

    private void copy(String root, Path target) throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(open(), StandardCharsets.UTF_8.name());
                TarArchiveOutputStream out = new TarArchiveOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(target), 1 << 16), StandardCharsets.UTF_8.name())) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            out.setAddPaxHeadersForNonAsciiNames(true);
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = name(entry);
                if (name.length() > root.length()) {
                    copy(entry, name.substring(root.length()), in, out);
                }
            }
        }
    }

    private static void copy(TarArchiveEntry entry, String name, InputStream content, TarArchiveOutputStream out)
            throws IOException {
        boolean file = entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        TarArchiveEntry copy = new TarArchiveEntry(entry.isDirectory() ? name + "/" : name, entry.getLinkFlag(), true);
        copy.setMode(entry.getMode());
        copy.setModTime(entry.getLastModifiedTime());
        copy.setLinkName(entry.getLinkName());
        copy.setSize(file ? entry.getSize() : 0);
        out.putArchiveEntry(copy);
        if (file) {
            content.transferTo(out);
        }
        out.closeArchiveEntry();
    }

    /** Without the leading {@code ./} that tar writes when it is given a dot, and without a slash at the end. */
    private static String name(TarArchiveEntry entry) {
        String name = entry.getName();
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        while (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        return name.equals(".") ? "" : name;
    }

    private int magic() throws IOException {
        try (InputStream in = Files.newInputStream(upload)) {
            return in.read() << 8 | in.read();
        }
    }

    private LimitedInputStream open() throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(upload), 1 << 16);
        try {
            return new LimitedInputStream(magic() == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes, maxBytes);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }
}
