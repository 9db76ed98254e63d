package dev.slipway.router;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One end of a TCP connection, and just enough HTTP to see every byte that matters. Reads give up after a minute. */
final class Wire implements AutoCloseable {

    private static final int READ_LIMIT_MILLIS = 60_000;

    /** A head as it was sent: start line, then the fields in order. */
    record Head(String startLine, List<String> fields) {

        int status() {
            return Integer.parseInt(startLine.split(" ")[1]);
        }

        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .toList();
        }

        Optional<String> find(String name) {
            return all(name).stream().findFirst();
        }

        String field(String name) {
            return find(name).orElse("");
        }
    }

    /** A response with its body unframed. */
    record Response(Head head, String body) {
        int status() {
            return head.status();
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wire to(InetSocketAddress address) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress("127.0.0.1", address.getPort()), READ_LIMIT_MILLIS);
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Wire send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request that needs no more than a method, a target and a host. */
    Wire get(String host, String target) {
        return send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    Head readHead() {
        String start = readLine();
        List<String> fields = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            fields.add(line);
        }
        return new Head(start, fields);
    }

    Response readResponse() {
        Head head = readHead();
        return new Response(head, readBody(head));
    }

    String readBody(Head head) {
        if (head.field("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return readChunks();
        }
        Optional<String> length = head.find("Content-Length");
        if (length.isPresent()) {
            return readExactly(Integer.parseInt(length.get()));
        }
        return head.startLine().startsWith("HTTP/") ? readToEnd() : "";
    }

    String readExactly(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String readToEnd() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String readLine() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("closed within a line: " + line);
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readChunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            if (size == 0) {
                break;
            }
            body.append(readExactly(size));
            readLine();
        }
        for (String trailer = readLine(); !trailer.isEmpty(); trailer = readLine()) {
            body.append("<trailer ").append(trailer).append('>');
        }
        return body.toString();
    }

    /** Whether the other end has closed; waits until it does or says something. */
    boolean isClosedByPeer() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            return true;
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** Closes with a reset instead of a farewell. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
