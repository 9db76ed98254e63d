package dev.slipway.gitreceiver;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A view of a repository with the same refs whose new objects land in a folder of their own, so that a refused push
 * leaves nothing behind.
 *
 * @see <a href="https://git-scm.com/docs/git-receive-pack#_quarantine_environment">git's quarantine environment</a>
 */
final class Quarantine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    private final Path packs;
    private final Path targetPacks;
    private final Repository repository;

    /** @param folder an empty folder on the target's file system; {@link #close()} deletes it */
    Quarantine(Repository target, Path folder) throws IOException {
        this.folder = folder;
        this.packs = Files.createDirectories(folder.resolve("objects").resolve("pack"));
        Path targetObjects = target.getDirectory().toPath().resolve(Constants.OBJECTS);
        this.targetPacks = targetObjects.resolve("pack");
        this.repository = new QuarantinedRepository(new FileRepositoryBuilder()
                .setGitDir(target.getDirectory())
                .setObjectDirectory(packs.getParent().toFile())
                .addAlternateObjectDirectory(targetObjects.toFile())
                .setBare()
                .setup());
    }

    Repository repository() {
        return repository;
    }

    Path sourceTar() {
        return folder.resolve("source.tar");
    }

    /** Adds the received packs to the target repository. */
    void migrate() throws IOException {
        // An index makes its pack visible to readers, hence last.
        for (String extension : List.of(".pack", ".idx")) {
            for (Path file : packFiles(extension)) {
                try {
                    Files.createLink(targetPacks.resolve(file.getFileName()), file);
                } catch (FileAlreadyExistsException sameObjects) {
                    LOG.debug("git: {} is already in {}", file.getFileName(), targetPacks);
                }
            }
        }
    }

    private List<Path> packFiles(String extension) throws IOException {
        try (Stream<Path> files = Files.list(packs)) {
            return files.filter(file -> file.toString().endsWith(extension)).toList();
        }
    }

    @Override
    public void close() {
        repository.close();
        try {
            Repositories.deleteTree(folder);
        } catch (IOException e) {
            LOG.warn("git: cannot delete {} after a push; the next start does", folder, e);
        }
    }

    private static final class QuarantinedRepository extends FileRepository {

        QuarantinedRepository(FileRepositoryBuilder options) throws IOException {
            super(options);
        }

        /** JGit asks for it after every push; here it would work on objects that are about to be deleted. */
        @Override
        public void autoGC(ProgressMonitor progress) {}
    }
}
