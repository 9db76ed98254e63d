package dev.slipway.gitreceiver;

import dev.slipway.gitreceiver.PushAuthorizer.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PostReceiveHook;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about the refs of one push while all of it is still in quarantine: refuse, store, or deploy and then move. */
final class DeployHook implements PreReceiveHook, PostReceiveHook {

    /** What one push works with. {@code target} is where the quarantine's packs go. */
    record Reception(Repository target, Quarantine quarantine, Set<ObjectId> shallowCommits,
            ClientConnection client, Duration keepAlive) {}

    private static final Logger LOG = LoggerFactory.getLogger(DeployHook.class);

    /** git's own words for these cases, shown behind {@code ! [remote rejected] main -> main}. */
    private static final String DECLINED = "pre-receive hook declined";
    private static final String REF_MOVED = "failed to update ref";

    private final GitServerSettings settings;
    private final Access.Granted access;
    private final PushHandler handler;
    private final RunningDeploys deploys;
    private final Reception reception;
    private boolean deploying;

    DeployHook(GitServerSettings settings, Access.Granted access, PushHandler handler, RunningDeploys deploys,
            Reception reception) {
        this.settings = settings;
        this.access = access;
        this.handler = handler;
        this.deploys = deploys;
        this.reception = reception;
    }

    @Override
    public void onPreReceive(ReceivePack receive, Collection<ReceiveCommand> commands) {
        try (PusherTerminal terminal =
                PusherTerminal.open(receive, reception.client().output(), reception.keepAlive())) {
            decide(receive, terminal);
        }
    }

    private void decide(ReceivePack receive, PusherTerminal terminal) {
        try {
            refuseStoreOrDeploy(receive, terminal);
        } catch (IOException | RuntimeException e) {
            LOG.error("git: push to {} failed", access.repository(), e);
            pending(receive).forEach(command -> refuse(command, DECLINED, "The server failed while it handled this push."
                    + " Try again; if it fails again, tell its operator.", terminal));
        }
    }

    private void refuseStoreOrDeploy(ReceivePack receive, PusherTerminal terminal) throws IOException {
        refuseWhatMayNotBe(receive, terminal);
        if (receive.isAtomic() && pending(receive).count() < receive.getAllCommands().size()) {
            return; // JGit refuses the rest: nothing must be deployed
        }
        hint(pending(receive).filter(command -> !isDeploy(command) && !isDelete(command)).toList(), terminal);
        Optional<ReceiveCommand> deploy = pending(receive).filter(this::isDeploy).findFirst();
        if (deploy.isPresent()) {
            deploy(deploy.get(), receive.getRevWalk(), terminal);
        }
        if (pending(receive).anyMatch(command -> !isDelete(command))) {
            reception.quarantine().migrate();
            ShallowHistory.record(reception.shallowCommits(), reception.quarantine().repository(), reception.target());
        }
    }

    private void refuseWhatMayNotBe(ReceivePack receive, PusherTerminal terminal) throws IOException {
        String head = reception.target().getFullBranch();
        for (ReceiveCommand command : pending(receive).toList()) {
            String ref = command.getRefName();
            if (isDelete(command) && settings.isDeployRef(ref) && ref.equals(head)) {
                refuse(command, "deletion of the deployed branch prohibited", shortName(command)
                        + " is the deployed branch and cannot be deleted. Push another deploy branch first,"
                        + " or delete the app.", terminal);
            } else if (!isDelete(command) && ref.startsWith(Constants.R_HEADS)
                    && !(receive.getRevWalk().parseAny(command.getNewId()) instanceof RevCommit)) {
                refuse(command, "not a commit", "The branch " + shortName(command)
                        + " must point to a commit. Push a tag's commit with: git push heroku 'TAG^{commit}:"
                        + shortName(command) + "'", terminal);
            }
        }
        List<ReceiveCommand> deployed = pending(receive).filter(this::isDeploy).toList();
        for (ReceiveCommand second : deployed.subList(Math.min(1, deployed.size()), deployed.size())) {
            refuse(second, "only one branch can be deployed at once", "Refused " + shortName(second)
                    + ": this push deploys " + shortName(deployed.getFirst()) + ". Push one branch at a time.", terminal);
        }
    }

    private void hint(List<ReceiveCommand> stored, PusherTerminal terminal) {
        if (stored.isEmpty()) {
            return;
        }
        ReceiveCommand first = stored.getFirst();
        String name = shortName(first);
        String source = first.getRefName().startsWith(Constants.R_TAGS) ? "'" + name + "^{commit}'" : name;
        String others = stored.size() > 1 ? " and " + (stored.size() - 1) + " more" : "";
        terminal.error("Stored " + name + others + ", without deploying. Only these branches deploy: "
                + String.join(", ", settings.deployBranches().stream().sorted().toList()) + ".");
        terminal.error("To deploy it, type: git push heroku " + source + ":" + settings.primaryBranch());
    }

    private void deploy(ReceiveCommand command, RevWalk walk, PusherTerminal terminal) throws IOException {
        deploying = deploys.begin(access.repository());
        if (!deploying) {
            refuse(command, REF_MOVED, "Another push to this repository is being deployed."
                    + " Wait until it has ended, then push again.", terminal);
            return;
        }
        Ref current = reception.target().exactRef(command.getRefName());
        if (!command.getOldId().equals(current == null ? ObjectId.zeroId() : current.getObjectId())) {
            refuse(command, REF_MOVED, "Another push moved " + shortName(command)
                    + " meanwhile. Get it with git pull, then push again.", terminal);
            return;
        }
        if (ask(walk.parseCommit(command.getNewId()), shortName(command), terminal)
                instanceof PushOutcome.Rejected(String reason)) {
            refuse(command, DECLINED, reason, terminal);
        }
    }

    private PushOutcome ask(RevCommit commit, String branch, PusherTerminal terminal) throws IOException {
        Quarantine quarantine = reception.quarantine();
        Optional<String> refusal = SourceTar.write(quarantine.repository(), commit, quarantine.sourceTar(),
                settings.maxSourceBytes(), terminal);
        if (refusal.isPresent()) {
            return new PushOutcome.Rejected(refusal.get());
        }
        Push push = new Push(access.repository(), access.pusher(), branch, commit.name(), quarantine.sourceTar());
        return handler.handle(push, terminal);
    }

    /**
     * Tidies up: HEAD follows the last deployed branch, so that a clone checks out what runs. JGit calls this whenever it
     * called {@link #onPreReceive}, and before the pusher learns the end: the next push finds the repository free.
     */
    @Override
    public void onPostReceive(ReceivePack receive, Collection<ReceiveCommand> moved) {
        try {
            for (ReceiveCommand command : moved.stream().filter(this::isDeploy).toList()) {
                RefUpdate head = reception.target().updateRef(Constants.HEAD);
                head.disableRefLog();
                head.link(command.getRefName());
            }
            if (!moved.isEmpty()) {
                // Every push adds a pack; from fifty on (gc.autoPackLimit) they are joined, in the background.
                reception.target().autoGC(NullProgressMonitor.INSTANCE);
            }
        } catch (IOException | JGitInternalException e) {
            LOG.error("git: cannot tidy up {} after a push; its next push tries again", access.repository(), e);
        } finally {
            if (deploying) {
                deploys.end(access.repository());
            }
        }
    }

    private static void refuse(ReceiveCommand command, String status, String reason, PusherTerminal terminal) {
        terminal.error(reason);
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, status);
    }

    private static Stream<ReceiveCommand> pending(ReceivePack receive) {
        return ReceiveCommand.filter(receive.getAllCommands(), ReceiveCommand.Result.NOT_ATTEMPTED).stream();
    }

    private boolean isDeploy(ReceiveCommand command) {
        return settings.isDeployRef(command.getRefName()) && !isDelete(command)
                && !command.getOldId().equals(command.getNewId());
    }

    private static boolean isDelete(ReceiveCommand command) {
        return command.getType() == ReceiveCommand.Type.DELETE;
    }

    private static String shortName(ReceiveCommand command) {
        return Repository.shortenRefName(command.getRefName());
    }
}
