package dev.slipway.platform.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Brings the source tree of a build when its turn has come. */
@FunctionalInterface
public interface SourceTree {

    /**
     * @param scratch  an empty folder, deleted after the build
     * @param progress hears what the user should know meanwhile
     * @throws IOException          if the disk fails
     * @throws InterruptedException if the build is cancelled
     */
    Fetched fetch(Path scratch, Consumer<String> progress) throws IOException, InterruptedException;

    /** Whether there is something to build. */
    sealed interface Fetched {

        /**
         * @param tar      uncompressed, untrusted
         * @param checksum equal for equal sources: {@code SHA256:} and 64 hex digits
         */
        record Tree(Path tar, String checksum) implements Fetched {}

        /** @param reason one sentence for the user */
        record Refused(String reason) implements Fetched {}
    }
}
