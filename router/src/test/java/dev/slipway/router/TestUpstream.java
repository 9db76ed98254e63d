package dev.slipway.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A dyno on a port of its own, scripted by the test: what it does with each connection. */
final class TestUpstream implements AutoCloseable {

    /** What to do with a connection, on a thread of its own; a failed read or write ends it. */
    interface Script {
        void run(Wire connection) throws Exception;
    }

    private static final AtomicInteger IDS = new AtomicInteger();

    private final ServerSocket server;
    private final Script script;
    private final String id = "dyno-" + IDS.incrementAndGet();
    private final BlockingQueue<Wire.Head> requests = new LinkedBlockingQueue<>();
    private final CopyOnWriteArrayList<Wire> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    TestUpstream(Script script) {
        try {
            this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request on every connection with 200 and this body. */
    static TestUpstream saying(String body) {
        return responding("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Answers every request, after reading its body, with these bytes. */
    static TestUpstream responding(String response) {
        TestUpstream[] self = new TestUpstream[1];
        self[0] = new TestUpstream(wire -> {
            while (true) {
                Wire.Head head = wire.readHead();
                wire.readBody(head);
                self[0].requests.add(head);
                wire.send(response);
            }
        });
        return self[0];
    }

    Upstream upstream() {
        return new Upstream(id, "web.1", "127.0.0.1", server.getLocalPort());
    }

    /** The next request's head; fails if none comes. */
    Wire.Head awaitRequest() throws InterruptedException {
        Wire.Head head = requests.poll(60, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("no request reached " + id);
        }
        return head;
    }

    void received(Wire.Head head) {
        requests.add(head);
    }

    boolean hasUnseenRequest() {
        return !requests.isEmpty();
    }

    int connectionsAccepted() {
        return accepted.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                Wire wire = new Wire(socket);
                connections.add(wire);
                Thread.ofVirtual().start(() -> serve(wire));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Wire wire) {
        try (wire) {
            script.run(wire);
        } catch (Exception e) {
            // The connection ended; what the test asserts is at the other end.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(Wire::close);
    }
}
