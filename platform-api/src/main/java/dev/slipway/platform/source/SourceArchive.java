package dev.slipway.platform.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** An archive that can be fetched. */
@FunctionalInterface
public interface SourceArchive {

    /**
     * Writes the archive to {@code file}; an interrupt ends it.
     *
     * @return why it cannot be had, one sentence for the user; empty if it is there now
     * @throws IOException if the disk fails
     */
    Optional<String> fetch(Path file) throws IOException, InterruptedException;
}
