package dev.slipway.gitreceiver;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code git clone} and {@code git fetch}. */
final class FetchService {

    private static final Logger LOG = LoggerFactory.getLogger(FetchService.class);

    /** What the client has and wants, 50 bytes a line: room for 600,000 of them. */
    private static final long MAX_REQUEST_BYTES = 32 << 20;

    /** @param protocol the header {@code Git-Protocol}, for example {@code version=2}; may be empty */
    void advertise(Repository repository, String protocol, ClientConnection client) throws IOException {
        Set<ObjectId> shallow = repository.getObjectDatabase().getShallowCommits();
        try (UploadPack upload = uploadPack(repository, protocol)) {
            upload.sendAdvertisedRefs(new ShallowAdvertiser(new PacketLineOut(client.output()), shallow),
                    "git-upload-pack");
            upload.getRevWalk().close();
        }
        client.output().flush();
    }

    void upload(Repository repository, String protocol, ClientConnection client) throws IOException {
        try (UploadPack upload = uploadPack(repository, protocol)) {
            upload.upload(new BoundedInputStream(client.input(), MAX_REQUEST_BYTES), client.output(), null);
        } catch (UploadPackInternalServerErrorException e) { // the client has been told
            if (client.isLost() || e.getCause() instanceof PackProtocolException) {
                LOG.debug("git: fetch from {} ended early", repository, e);
            } else {
                LOG.error("git: fetch from {} failed", repository, e);
            }
        }
        client.output().flush();
    }

    private static UploadPack uploadPack(Repository repository, String protocol) throws IOException {
        UploadPack upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        // JGit tells clients about a shallow history in no version; ShallowAdvertiser can in the first one only.
        if (repository.getObjectDatabase().getShallowCommits().isEmpty()) {
            upload.setExtraParameters(List.of(protocol.split(":")));
        }
        return upload;
    }

    /**
     * Tells the client where the history of a repository that was pushed from a shallow clone ends.
     *
     * @see <a href="https://git-scm.com/docs/gitprotocol-pack#_reference_discovery">gitprotocol-pack, shallow lines</a>
     */
    private static final class ShallowAdvertiser extends PacketLineOutRefAdvertiser {

        private final Set<ObjectId> shallow;

        ShallowAdvertiser(PacketLineOut out, Set<ObjectId> shallow) {
            super(out);
            this.shallow = shallow;
        }

        @Override
        public void end() throws IOException {
            if (!isEmpty()) { // empty: the end of the service header, not of the refs
                for (ObjectId commit : shallow) {
                    writeOne("shallow " + commit.name() + "\n");
                }
            }
            super.end();
        }
    }
}
