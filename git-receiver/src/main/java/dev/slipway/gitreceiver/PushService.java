package dev.slipway.gitreceiver;

import dev.slipway.gitreceiver.PushAuthorizer.Access;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UnpackErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code git push}: receives the pack into a {@link Quarantine}, checks it, asks the {@link DeployHook}, moves the refs.
 */
final class PushService {

    private static final Logger LOG = LoggerFactory.getLogger(PushService.class);

    /** A refused push is read on up to here, and cut off then. */
    private static final long MAX_DRAINED_BYTES = 4L << 30;

    private final GitServerSettings settings;
    private final Repositories repositories;
    private final PushHandler handler;
    private final Duration keepAlive;
    private final RunningDeploys deploys = new RunningDeploys();

    PushService(GitServerSettings settings, Repositories repositories, PushHandler handler, Duration keepAlive) {
        this.settings = settings;
        this.repositories = repositories;
        this.handler = handler;
        this.keepAlive = keepAlive;
    }

    void advertise(Repository repository, ClientConnection client) throws IOException {
        ReceivePack receive = new ReceivePack(repository);
        try {
            PacketLineOut lines = new PacketLineOut(client.output());
            lines.writeString("# service=git-receive-pack\n");
            lines.end();
            receive.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        } finally {
            receive.getRevWalk().close();
        }
        client.output().flush();
    }

    void receive(Repository repository, Access.Granted access, ClientConnection client) throws IOException {
        PushRequest request = PushRequest.read(new BoundedInputStream(client.input(), settings.maxPackBytes()));
        try (Quarantine quarantine = new Quarantine(repository, repositories.newWorkFolder("push"))) {
            DeployHook hook = new DeployHook(settings, access, handler, deploys,
                    new DeployHook.Reception(repository, quarantine, request.shallowCommits(), client, keepAlive));
            ReceivePack receive = new QuarantineReceivePack(quarantine, request.shallowCommits());
            receive.setPreReceiveHook(hook);
            receive.setPostReceiveHook(hook);
            receive.setUnpackErrorHandler(explaining(receive, client));
            receive.receive(request.body(), client.output(), null);
            client.output().flush();
        } catch (UnpackException | PackProtocolException e) { // the pusher has been told
            LOG.debug("git: push to {} refused", access.repository(), e);
            if (!client.isLost()) {
                client.output().flush();
                client.drain(MAX_DRAINED_BYTES);
            }
        }
    }

    private UnpackErrorHandler explaining(ReceivePack receive, ClientConnection client) {
        UnpackErrorHandler statusReport = receive.getUnpackErrorHandler();
        return cause -> {
            if (!client.isLost()) {
                boolean shallow = !receive.getRepository().getObjectDatabase().getShallowCommits().isEmpty();
                try (PusherTerminal terminal = PusherTerminal.open(receive, client.output(), keepAlive)) {
                    explain(UnpackFailure.of(cause, shallow), receive.getRepository(), terminal);
                }
            }
            statusReport.handleUnpackException(cause);
        };
    }

    private static void explain(UnpackFailure failure, Repository repository, PusherTerminal terminal) {
        switch (failure) {
            case UnpackFailure.ByPusher(var lines) -> lines.forEach(terminal::error);
            case UnpackFailure.ByServer(Throwable cause) -> {
                LOG.error("git: cannot store a push to {}", repository, cause);
                terminal.error("The server could not store this push. Try again; if it fails again, tell its operator.");
            }
        }
    }
}
