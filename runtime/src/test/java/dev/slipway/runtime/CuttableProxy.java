package dev.slipway.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and Docker's socket; while it is cut, Docker seems to be away. */
final class CuttableProxy implements AutoCloseable {
    private final Path docker;
    private final ServerSocket server;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    CuttableProxy(Path docker) throws IOException {
        this.docker = docker;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String dockerHost() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(CuttableProxy::closeQuietly);
        open.clear();
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        try {
            SocketChannel target = SocketChannel.open(UnixDomainSocketAddress.of(docker));
            open.add(client);
            open.add(target);
            if (cut) {
                throw new IOException("cut");
            }
            pump(client.getInputStream(), Channels.newOutputStream(target), client, target);
            pump(Channels.newInputStream(target), client.getOutputStream(), client, target);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private void pump(InputStream from, OutputStream to, AutoCloseable client, AutoCloseable target) {
        Thread.ofVirtual().start(() -> {
            try {
                from.transferTo(to);
            } catch (IOException e) {
                // One of the two has hung up.
            }
            closeQuietly(client);
            closeQuietly(target);
            open.remove(client);
            open.remove(target);
        });
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        server.close();
    }
}
