package dev.slipway.platform.rendezvous;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes the clients of one-off dynos that routers bring; they come in the clear, over loopback. */
@Component
public class RendezvousServer {

    private static final Logger LOG = LoggerFactory.getLogger(RendezvousServer.class);
    private static final int BACKLOG = 128;
    /** Connections whose secret is not known yet: anybody can open these. */
    private static final int MOST_STRANGERS = 200;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final RendezvousSettings settings;
    private final Rendezvous rendezvous;
    private final Semaphore strangers = new Semaphore(MOST_STRANGERS);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listener;

    RendezvousServer(RendezvousSettings settings, Rendezvous rendezvous) {
        this.settings = settings;
        this.rendezvous = rendezvous;
    }

    /** Begins to take clients. */
    public void open() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), BACKLOG);
            listener = opened;
            Thread.ofVirtual().name("rendezvous").start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + settings.port() + " for the clients of one-off "
                    + "dynos; set another port (SLIPWAY_RENDEZVOUS_PORT), or stop the program that has it", e);
        }
    }

    /** The port that was opened. */
    public int port() {
        ServerSocket opened = listener;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened.getLocalPort();
    }

    /** Takes no more clients, and cuts off those that are there. */
    public void close() {
        ServerSocket opened = listener;
        if (opened != null) {
            close(opened);
        }
        clients.forEach(RendezvousServer::close);
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket client = opened.accept();
                if (strangers.tryAcquire()) {
                    Thread.ofVirtual().name("rendezvous-client").start(() -> serve(client));
                } else {
                    close(client);
                }
            } catch (IOException e) {
                if (!opened.isClosed()) {
                    LOG.warn("A client could not be taken: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    /** When files run out, for example, there is no use in trying again at once. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client) {
        clients.add(client);
        try (client) {
            Visit visit = new Visit(client, rendezvous, settings.idle());
            Optional<Appointment> appointment = introduce(visit);
            if (appointment.isPresent()) {
                visit.receive(appointment.get());
            } else {
                visit.turnAway();
            }
        } catch (IOException e) {
            LOG.debug("A client went away: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private Optional<Appointment> introduce(Visit visit) throws IOException {
        try {
            return visit.introduce();
        } finally {
            strangers.release();
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("A connection was closed already", e);
        }
    }
}
