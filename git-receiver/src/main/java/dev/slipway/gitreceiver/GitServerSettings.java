package dev.slipway.gitreceiver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * What a {@link GitServer} needs to know; checked on construction, every mistake listed at once.
 *
 * @param repositories   folder of the bare repositories, one {@code <storage key>.git} each; created if missing. Its
 *                       sub-folder {@code .work} holds what a running push has sent and its source tar, at most
 *                       {@code maxPackBytes + maxSourceBytes} a push; one file system, one running server
 * @param maxPackBytes   largest pack one push may send; a single object may have 100 MiB at most, whatever this says
 * @param maxSourceBytes largest source tree a deployed commit may have: the sum of its files, plus 512 for each file and
 *                       folder (its header in the tar), so that a tree of a billion empty files is too large as well
 * @param deployBranches short names of the branches whose pushes reach the {@link PushHandler}; at least one
 */
public record GitServerSettings(Path repositories, long maxPackBytes, long maxSourceBytes, Set<String> deployBranches) {

    public GitServerSettings {
        deployBranches = Set.copyOf(deployBranches);
        List<String> mistakes = new ArrayList<>();
        if (maxPackBytes <= 0) {
            mistakes.add("maxPackBytes must be positive, not " + maxPackBytes);
        }
        if (maxSourceBytes <= 0) {
            mistakes.add("maxSourceBytes must be positive, not " + maxSourceBytes);
        }
        if (deployBranches.isEmpty()) {
            mistakes.add("deployBranches must name at least one branch");
        }
        deployBranches.stream().filter(branch -> !Repository.isValidRefName(Constants.R_HEADS + branch)).sorted()
                .forEach(branch -> mistakes.add("deployBranches: '" + branch + "' is no branch name"));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("git server settings: " + String.join("; ", mistakes));
        }
    }

    /** The branch that hints name and that the HEAD of a new repository points to. */
    String primaryBranch() {
        return deployBranches.contains("main") ? "main" : deployBranches.stream().sorted().findFirst().orElseThrow();
    }

    boolean isDeployRef(String ref) {
        return ref.startsWith(Constants.R_HEADS) && deployBranches.contains(Repository.shortenRefName(ref));
    }
}
