package dev.slipway.platform.rendezvous;

import dev.slipway.runtime.AttachOutcome;
import dev.slipway.runtime.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection, from its secret to the end of its process. */
final class Visit {

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final int LONGEST_SECRET = 200;
    private static final Duration INTRODUCTION = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** Longer than the network may hold back what follows an EOT character that is part of the input. */
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(20);
    /** Bytes in one read that nobody types. */
    private static final int BULK = 1024;
    private static final int FAILURE = 1;

    private final Socket socket;
    private final Rendezvous rendezvous;
    private final Duration idle;
    private final Frames frames;
    private volatile long lastByte = System.nanoTime();
    private volatile long lastBulk = System.nanoTime() - QUIET.toNanos();
    private volatile boolean outputEnded;

    Visit(Socket socket, Rendezvous rendezvous, Duration idle) throws IOException {
        this.socket = socket;
        this.rendezvous = rendezvous;
        this.idle = idle;
        this.frames = new Frames(socket.getOutputStream());
    }

    /** What the client came for, by the secret that it says first; empty if that is none, or not any more. */
    Optional<Appointment> introduce() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(INTRODUCTION.toMillis()));
        long end = System.nanoTime() + INTRODUCTION.toNanos();
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
            if (line.length() > LONGEST_SECRET || System.nanoTime() > end) {
                return Optional.empty();
            }
        }
        return rendezvous.keep(line.toString().stripTrailing());
    }

    /** Nobody is expected with this secret. */
    void turnAway() throws IOException {
        frames.greet();
        frames.sentence("This session is over, or nobody came to it in time. Run the command again.");
    }

    /** Begins what the client came for; returns when that has ended, or the client is gone. */
    void receive(Appointment appointment) throws IOException, InterruptedException {
        switch (begin(appointment)) {
            case AttachOutcome.Attached(Session session) -> attend(session, appointment);
            case AttachOutcome.Refused(String reason) -> {
                frames.greet();
                frames.sentence("Cannot run this: " + reason);
                if (appointment.reportsStatus()) {
                    frames.exitStatus(FAILURE);
                }
            }
        }
    }

    private static AttachOutcome begin(Appointment appointment) {
        try {
            return appointment.begin().get();
        } catch (RuntimeException e) {
            LOG.error("A session could not begin", e);
            return new AttachOutcome.Refused("Slipway failed to start it. Try again; if it happens again, tell your "
                    + "administrator.");
        }
    }

    private void attend(Session session, Appointment appointment) throws IOException, InterruptedException {
        try (session) {
            frames.greet();
            Thread input = Thread.ofVirtual().name("rendezvous-input").start(() -> {
                try (session) { // the client is gone, and its process goes with it
                    passInput(new ClientInput(session.input(), appointment.terminal()));
                    if (!outputEnded) {
                        appointment.left().run();
                    }
                }
            });
            passOutput(session);
            outputEnded = true;
            session.input().close(); // whoever waits for the process to take its input need not any more
            int status = end(session);
            if (appointment.reportsStatus()) {
                frames.exitStatus(status);
            }
            awaitInputsEnd();
            socket.shutdownOutput();
            input.join(FAREWELL);
        }
    }

    private int end(Session session) throws IOException, InterruptedException {
        try {
            return session.awaitEnd();
        } catch (RuntimeException e) {
            LOG.error("The end of a session was not seen", e);
            frames.sentence("Slipway lost sight of the command. It may have ended in any way.");
            return FAILURE;
        }
    }

    /**
     * The CLI fails when it cannot write all that is piped into it, so that is taken, though nobody wants it any more:
     * until nothing comes, or for so long as is decent.
     */
    private void awaitInputsEnd() throws IOException, InterruptedException {
        long end = System.nanoTime() + FAREWELL.toNanos();
        while (System.nanoTime() < end && (socket.getInputStream().available() > 0
                || System.nanoTime() - lastBulk < QUIET.toNanos())) {
            Thread.sleep(SHORT);
        }
    }

    private void passOutput(Session session) throws IOException {
        byte[] buffer = new byte[Frames.LARGEST];
        InputStream output = session.output();
        for (int read = read(output, buffer); read >= 0; read = read(output, buffer)) {
            if (read > 0) {
                frames.write(buffer, read);
                lastByte = System.nanoTime();
            }
        }
    }

    /** A broken connection to Docker is the end of the output as well. */
    private static int read(InputStream output, byte[] buffer) {
        try {
            return output.read(buffer);
        } catch (IOException e) {
            LOG.debug("The output of a session broke off", e);
            return -1;
        }
    }

    /** Returns when the client is gone, or has been silent for so long that it must be. */
    private void passInput(ClientInput input) {
        byte[] buffer = new byte[Frames.LARGEST];
        try {
            while (true) {
                socket.setSoTimeout(Math.toIntExact((input.maybeEnded() ? QUIET : LOOK).toMillis()));
                try {
                    int read = socket.getInputStream().read(buffer);
                    if (read < 0) {
                        return;
                    }
                    lastByte = System.nanoTime();
                    if (read >= BULK) {
                        lastBulk = lastByte;
                    }
                    deliver(input, buffer, read);
                } catch (SocketTimeoutException e) {
                    if (input.maybeEnded()) {
                        input.end();
                    } else if (System.nanoTime() - lastByte > idle.toNanos()) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("A client went away: {}", e.getMessage());
        }
    }

    /** A process that does not take its input (any more) is no reason to cut its output off. */
    private static void deliver(ClientInput input, byte[] buffer, int length) {
        try {
            input.write(buffer, length);
        } catch (IOException e) {
            LOG.debug("Input was not taken: {}", e.getMessage());
        }
    }
}
