package dev.slipway.gitreceiver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The repositories, by storage key, of which a push is being deployed right now: one at a time each. */
final class RunningDeploys {

    private final Set<String> repositories = ConcurrentHashMap.newKeySet();

    /** @return whether the caller may deploy, and must call {@link #end} afterwards */
    boolean begin(String repository) {
        return repositories.add(repository);
    }

    void end(String repository) {
        repositories.remove(repository);
    }
}
