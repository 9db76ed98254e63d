package dev.slipway.gitreceiver;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FileUtils;

/** The bare repositories on disk, and the folder for everything that must not outlive one push. */
final class Repositories {

    private final Path root;
    private final Path work;
    private final String initialBranch;

    Repositories(GitServerSettings settings) {
        this.root = settings.repositories();
        // No storage key starts with a dot; inside the root because packs and new repositories move by link and rename.
        this.work = root.resolve(".work");
        this.initialBranch = settings.primaryBranch();
    }

    void prepare() throws IOException {
        deleteTree(work);
        Files.createDirectories(work);
    }

    /** A new empty folder, gone after the next {@link #prepare()} at the latest. */
    Path newWorkFolder(String purpose) throws IOException {
        Files.createDirectories(work);
        return Files.createTempDirectory(work, purpose + "-");
    }

    /** Opens the repository, an empty new one if there is none yet; the caller closes it. */
    synchronized Repository open(String storageKey) throws IOException {
        Path folder = folder(storageKey);
        if (!exists(folder)) {
            create(folder);
        }
        return openExisting(folder);
    }

    synchronized void delete(String storageKey) throws IOException {
        Path folder = folder(storageKey);
        if (!exists(folder)) {
            return;
        }
        try (Repository repository = openExisting(folder)) {
            RepositoryCache.close(repository);
        }
        // Renamed first: one step, after which no request finds a half-deleted repository.
        Path doomed = newWorkFolder("deleted");
        Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(doomed);
    }

    long sizeOf(String storageKey) throws IOException {
        Path folder = folder(storageKey);
        long[] bytes = {0};
        if (exists(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE; // a push or a garbage collection finished meanwhile
                    }
                    throw failure;
                }
            });
        }
        return bytes[0];
    }

    Optional<String> findHeadCommit(String storageKey) throws IOException {
        Path folder = folder(storageKey);
        if (!exists(folder)) {
            return Optional.empty();
        }
        try (Repository repository = openExisting(folder)) {
            return Optional.ofNullable(repository.resolve(Constants.HEAD)).map(ObjectId::name);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }

    private Path folder(String storageKey) {
        return root.resolve(StorageKey.require(storageKey) + Constants.DOT_GIT_EXT);
    }

    private static boolean exists(Path folder) {
        return FileKey.isGitRepository(folder.toFile(), FS.DETECTED);
    }

    private static Repository openExisting(Path folder) throws IOException {
        // The cache: JGit opens a quarantine's alternate through it, so both see the same packs.
        return RepositoryCache.open(FileKey.exact(folder.toFile(), FS.DETECTED));
    }

    private void create(Path folder) throws IOException {
        Path fresh = newWorkFolder("new");
        try (Repository repository = new FileRepositoryBuilder().setGitDir(fresh.toFile()).setBare().build()) {
            repository.create(true);
            RefUpdate head = repository.updateRef(Constants.HEAD);
            head.disableRefLog();
            head.link(Constants.R_HEADS + initialBranch);
        }
        // Renamed last: a crash leaves no half-made repository.
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
