package dev.slipway.gitreceiver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineIn;
import org.eclipse.jgit.util.NB;
import org.eclipse.jgit.util.io.TeeInputStream;

/**
 * The body of a push, of which those parts were read ahead that JGit does not show or trusts too much.
 *
 * @param shallowCommits where the history of the pusher's clone ends; claimed by the client, may be unknown here; empty
 *                       for a full clone
 * @param body           all of it, from its first byte
 * @see <a href="https://git-scm.com/docs/gitprotocol-pack#_reference_update_request_and_packfile_transfer">
 *      gitprotocol-pack, update-requests</a>
 */
record PushRequest(Set<ObjectId> shallowCommits, InputStream body) {

    /** JGit allocates memory for as many objects as the pack announces, some 100 bytes each, before it sees one. */
    static final int MAX_OBJECTS = 1_000_000;

    /** The pack announces more than {@link #MAX_OBJECTS}. */
    static final class TooManyObjectsException extends IOException {

        TooManyObjectsException(long objects) {
            super("the pack holds " + objects + " objects");
        }
    }

    private static final String SHALLOW = "shallow ";
    /** JGit's own limit of the commands. */
    private static final int MAX_COMMAND_BYTES = 3 << 20;
    /** {@code PACK}, version, count: https://git-scm.com/docs/gitformat-pack */
    private static final int PACK_HEADER_BYTES = 12;

    static PushRequest read(InputStream input) throws IOException {
        ByteArrayOutputStream commands = new ByteArrayOutputStream();
        Set<ObjectId> shallow = new HashSet<>();
        try {
            readCommands(new PacketLineIn(new TeeInputStream(input, commands), MAX_COMMAND_BYTES), shallow);
        } catch (IOException | IllegalArgumentException malformed) {
            // JGit reads the same bytes again and tells the client what is wrong with them.
            return new PushRequest(Set.of(), replay(commands.toByteArray(), input));
        }
        byte[] header = input.readNBytes(PACK_HEADER_BYTES);
        long objects = header.length < PACK_HEADER_BYTES ? 0 : NB.decodeUInt32(header, 8);
        InputStream pack = objects > MAX_OBJECTS ? failing(objects) : replay(header, input);
        return new PushRequest(Set.copyOf(shallow), replay(commands.toByteArray(), pack));
    }

    private static void readCommands(PacketLineIn lines, Set<ObjectId> shallow) throws IOException {
        for (String line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
            if (line.startsWith(SHALLOW)) {
                shallow.add(ObjectId.fromString(line.substring(SHALLOW.length())));
            }
        }
    }

    private static InputStream replay(byte[] beginning, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(beginning), rest);
    }

    /** Fails where JGit expects the pack, that is, after it has learnt how to tell the client. */
    private static InputStream failing(long objects) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new TooManyObjectsException(objects);
            }
        };
    }
}
