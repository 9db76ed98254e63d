package dev.slipway.platform;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The client of a one-off dyno as a router brings it: in the clear, and what it hears is in frames. */
final class RendezvousClient implements AutoCloseable {

    private static final int PATIENCE_MILLISECONDS = 60_000;

    private final Socket socket;
    private final DataInputStream frames;

    /**
     * Says what {@code attachUrl} has it say.
     *
     * @param port of the platform's rendezvous
     */
    RendezvousClient(int port, String attachUrl) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        frames = new DataInputStream(socket.getInputStream());
        type(URI.create(attachUrl).getPath().substring(1) + "\r\n");
    }

    void type(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The next frame; empty when there are no more. */
    Optional<String> frame() throws IOException {
        try {
            byte[] frame = new byte[frames.readUnsignedShort()];
            frames.readFully(frame);
            return Optional.of(new String(frame, StandardCharsets.UTF_8));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** All that comes until the platform closes the connection. */
    String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Optional<String> frame = frame(); frame.isPresent(); frame = frame()) {
            text.append(frame.get());
        }
        return text.toString();
    }

    /** Goes away, as a client that is killed. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
