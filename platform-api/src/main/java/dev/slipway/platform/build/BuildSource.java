package dev.slipway.platform.build;

import dev.slipway.platform.build.SourceTree.Fetched;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a build is made from, as its owner sees it, and where the tree comes from.
 *
 * @param version            40 hex digits of a commit, or what the caller calls it; may be empty
 * @param checksum           {@code SHA256:} and 64 hex digits of the archive as the caller says; null if they do not
 * @param url                where the archive comes from, without what may be secret in it; null for a push
 * @param versionDescription in the caller's words; null if there are none
 */
public record BuildSource(String version, @Nullable String checksum, @Nullable String url,
                          @Nullable String versionDescription, SourceTree tree) {

    /** A commit that was pushed. The file goes with its push. */
    public static BuildSource ofPush(String commit, Path tar) {
        return new BuildSource(commit, null, null, null, (_, _) -> new Fetched.Tree(tar, Checksums.of(commit)));
    }
}
