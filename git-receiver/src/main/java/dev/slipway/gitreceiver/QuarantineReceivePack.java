package dev.slipway.gitreceiver;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;

/** JGit's receiver with our limits and checks. */
final class QuarantineReceivePack extends ReceivePack {

    /** As at GitHub. Bounds the heap of one push: JGit puts deltas together in memory, with up to three such objects. */
    static final long MAX_OBJECT_BYTES = 100 << 20;

    /** @param shallowCommits see {@link PushRequest#shallowCommits()} */
    QuarantineReceivePack(Quarantine quarantine, Set<ObjectId> shallowCommits) {
        super(quarantine.repository());
        setBiDirectionalPipe(false);
        setMaxObjectSizeLimit(MAX_OBJECT_BYTES);
        // Careless in what does no harm: histories made by old git versions and importers are full of it.
        setObjectChecker(new ObjectChecker().setAllowInvalidPersonIdent(true).setAllowLeadingZeroFileMode(true));
        if (!shallowCommits.isEmpty()) {
            getRevWalk().assumeShallow(shallowCommits);
            connectivityChecker = new ShallowHistory.UpTo(shallowCommits);
        }
    }

    /** As JGit does it, without progress lines of its own below the handler's last line. */
    @Override
    protected void executeCommands() {
        List<ReceiveCommand> pending = filterCommands(Result.NOT_ATTEMPTED);
        BatchRefUpdate update = getRepository().getRefDatabase().newBatchUpdate();
        update.setAllowNonFastForwards(true);
        update.setAtomic(isAtomic());
        update.addCommand(pending);
        try {
            update.execute(getRevWalk(), NullProgressMonitor.INSTANCE);
        } catch (IOException e) {
            ReceiveCommand.filter(pending, Result.NOT_ATTEMPTED).forEach(command ->
                    command.setResult(Result.REJECTED_OTHER_REASON, "failed to update ref: " + e.getMessage()));
        }
    }
}
