package dev.slipway.gitreceiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Writes a commit's tree as a tar: files 0644 or 0755, folders 0755, symbolic links as they are, all owned by 1000:1000
 * and dated at the commit. Memory: files that git stored as a difference to another are put together in memory, which
 * the largest accepted object bounds; all others stream.
 */
final class SourceTar {

    private static final int OWNER = 1000;
    private static final int STREAM_ABOVE_BYTES = 1 << 20;
    private static final int TAR_HEADER_BYTES = 512;
    /** Linux: NAME_MAX, and PATH_MAX less room for the folder it is unpacked to. */
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_PATH_BYTES = 3_800;
    /** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer */
    private static final byte[] LFS_POINTER = "version https://git-lfs.github.com/spec/v1\n".getBytes(UTF_8);
    private static final int MAX_LFS_POINTER_BYTES = 1024;

    private final Instant modified;
    private final long maxBytes;
    private final TarArchiveOutputStream tar;
    private final ObjectReader reader;
    private final List<String> submodules = new ArrayList<>();
    private final List<String> lfsPointers = new ArrayList<>();
    private long bytes;

    private SourceTar(Instant modified, long maxBytes, TarArchiveOutputStream tar, ObjectReader reader) {
        this.modified = modified;
        this.maxBytes = maxBytes;
        this.tar = tar;
        this.reader = reader;
    }

    /**
     * @param maxBytes see {@link GitServerSettings#maxSourceBytes()}
     * @param warnings gets a line about what the tar does not hold
     * @return why this tree cannot be deployed, fit for the pusher; empty when {@code file} is complete
     */
    static Optional<String> write(Repository repository, RevCommit commit, Path file, long maxBytes, PushOutput warnings)
            throws IOException {
        try (ObjectReader reader = repository.newObjectReader();
                TarArchiveOutputStream tar = new TarArchiveOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024), UTF_8.name())) {
            reader.setStreamFileThreshold(STREAM_ABOVE_BYTES);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            SourceTar source = new SourceTar(Instant.ofEpochSecond(commit.getCommitTime()), maxBytes, tar, reader);
            Optional<String> refusal = source.write(commit, repository);
            if (refusal.isEmpty()) {
                source.warn(warnings);
            }
            return refusal;
        }
    }

    private Optional<String> write(RevCommit commit, Repository repository) throws IOException {
        try (TreeWalk walk = new TreeWalk(repository, reader)) {
            walk.addTree(commit.getTree());
            while (walk.next()) {
                Optional<String> refusal = entry(walk);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> entry(TreeWalk walk) throws IOException {
        String path = walk.getPathString();
        FileMode mode = walk.getFileMode(0);
        bytes += TAR_HEADER_BYTES;
        if (bytes > maxBytes) {
            return Optional.of(tooLarge());
        }
        if (walk.getPathLength() > MAX_PATH_BYTES || walk.getNameString().getBytes(UTF_8).length > MAX_NAME_BYTES) {
            return Optional.of("The path " + path.substring(0, 60) + "… is too long for a file system. Shorten it.");
        }
        if (mode.equals(FileMode.GITLINK)) {
            submodules.add(path);
            return Optional.empty();
        }
        if (mode.equals(FileMode.TREE)) {
            put(new TarArchiveEntry(path + "/"), 0755);
            tar.closeArchiveEntry();
            walk.enterSubtree();
            return Optional.empty();
        }
        return blob(path, mode, reader.open(walk.getObjectId(0), Constants.OBJ_BLOB));
    }

    private Optional<String> blob(String path, FileMode mode, ObjectLoader content) throws IOException {
        bytes += content.getSize();
        if (bytes > maxBytes) {
            return Optional.of(tooLarge());
        }
        if (mode.equals(FileMode.SYMLINK)) {
            return symbolicLink(path, content);
        }
        if (isLfsPointer(content)) {
            lfsPointers.add(path);
        }
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.getSize());
        put(entry, mode.equals(FileMode.EXECUTABLE_FILE) ? 0755 : 0644);
        content.copyTo(tar);
        tar.closeArchiveEntry();
        return Optional.empty();
    }

    private Optional<String> symbolicLink(String path, ObjectLoader content) throws IOException {
        if (content.getSize() == 0 || content.getSize() > MAX_PATH_BYTES) {
            return Optional.of("The symbolic link " + path + " has an empty or overlong target. Remove it, or fix it.");
        }
        String target = RawParseUtils.decode(content.getCachedBytes());
        if (target.indexOf('\0') >= 0) {
            return Optional.of("The target of the symbolic link " + path + " is no path. Remove it, or fix it.");
        }
        TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        link.setLinkName(target);
        put(link, 0777);
        tar.closeArchiveEntry();
        return Optional.empty();
    }

    private void put(TarArchiveEntry entry, int permissions) throws IOException {
        entry.setMode(permissions);
        entry.setIds(OWNER, OWNER);
        entry.setNames("", "");
        entry.setModTime(modified.toEpochMilli());
        tar.putArchiveEntry(entry);
    }

    private static boolean isLfsPointer(ObjectLoader content) throws IOException {
        return content.getSize() <= MAX_LFS_POINTER_BYTES
                && RawParseUtils.match(content.getCachedBytes(), 0, LFS_POINTER) >= 0;
    }

    private String tooLarge() {
        return "The source tree is larger than " + Megabytes.of(maxBytes)
                + ". Large files do not belong in the repository: git rm them, keep them in object storage, commit, and push again.";
    }

    private void warn(PushOutput warnings) {
        if (!submodules.isEmpty()) {
            warnings.line(" !     Submodules are not fetched: " + someOf(submodules)
                    + ". If the app needs them, commit their files instead.");
        }
        if (!lfsPointers.isEmpty()) {
            warnings.line(" !     Git LFS files are not fetched, the app gets their pointers only: " + someOf(lfsPointers)
                    + ". If it needs them, commit the files themselves: git lfs migrate export");
        }
    }

    private static String someOf(List<String> paths) {
        String first = String.join(", ", paths.subList(0, Math.min(3, paths.size())));
        return paths.size() > 3 ? first + " and " + (paths.size() - 3) + " more" : first;
    }
}
