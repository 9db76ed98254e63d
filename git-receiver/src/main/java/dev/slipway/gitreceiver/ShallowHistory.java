package dev.slipway.gitreceiver;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectDatabase;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevBlob;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ConnectivityChecker;
import org.eclipse.jgit.transport.ReceiveCommand;

/** What JGit lacks to take a push from a shallow clone: a check that stops at its last commits, and a note of them. */
final class ShallowHistory {

    private ShallowHistory() {}

    /** Makes {@code target} remember those of {@code commits} whose parents are not in {@code quarantine}. */
    static void record(Set<ObjectId> commits, Repository quarantine, Repository target) throws IOException {
        Set<ObjectId> boundary = new HashSet<>();
        ObjectDatabase objects = quarantine.getObjectDatabase();
        try (RevWalk walk = new RevWalk(quarantine)) {
            for (ObjectId id : commits) {
                if (objects.has(id) && lacksParents(walk.parseCommit(id), objects)) {
                    boundary.add(id);
                }
            }
        }
        if (!boundary.isEmpty()) {
            boundary.addAll(target.getObjectDatabase().getShallowCommits());
            target.getObjectDatabase().setShallowCommits(boundary);
        }
    }

    private static boolean lacksParents(RevCommit commit, ObjectDatabase objects) throws IOException {
        for (RevCommit parent : commit.getParents()) {
            if (!objects.has(parent)) {
                return true;
            }
        }
        return false;
    }

    /** JGit's full check, except that it does not look for the parents of {@code shallowCommits}. */
    record UpTo(Set<ObjectId> shallowCommits) implements ConnectivityChecker {

        @Override
        public void checkConnectivity(ConnectivityCheckInfo info, Set<ObjectId> haves, ProgressMonitor progress)
                throws IOException {
            try (ObjectWalk walk = new ObjectWalk(info.getRepository())) {
                walk.assumeShallow(shallowCommits);
                markStart(walk, info.getCommands());
                for (ObjectId have : haves) {
                    walk.markUninteresting(walk.parseAny(have));
                }
                while (walk.next() != null) {
                    progress.update(1);
                }
                for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
                    if (object instanceof RevBlob && !info.getRepository().getObjectDatabase().has(object)) {
                        throw new MissingObjectException(object, Constants.TYPE_BLOB);
                    }
                }
            }
        }

        private static void markStart(ObjectWalk walk, Collection<ReceiveCommand> commands) throws IOException {
            for (ReceiveCommand command : commands) {
                if (command.getType() != ReceiveCommand.Type.DELETE) {
                    walk.markStart(walk.parseAny(command.getNewId()));
                }
            }
        }
    }
}
