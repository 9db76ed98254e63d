package dev.slipway.gitreceiver;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** The bytes of one request and its response, and whether the client at their other end is still there. */
final class ClientConnection {

    private final InputStream body;
    private final InputStream input;
    private final OutputStream output;
    private volatile boolean lost;

    private ClientConnection(HttpServletRequest request, HttpServletResponse response) throws IOException {
        this.body = new Body(request.getInputStream());
        this.output = new Reply(response.getOutputStream());
        // git compresses the larger requests of a fetch; the readers bound what they take, which tames gzip bombs.
        this.input = isGzip(request) ? new GZIPInputStream(body) : body;
    }

    /** @throws java.util.zip.ZipException if the body claims to be gzip and is not */
    static ClientConnection open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return new ClientConnection(request, response);
    }

    private static boolean isGzip(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return "gzip".equals(encoding) || "x-gzip".equals(encoding);
    }

    /** The request's body, unpacked. */
    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /** Whether reading or writing failed because the client hung up or fell silent. */
    boolean isLost() {
        return lost;
    }

    /** Reads and forgets what the client still sends, because git shows an answer only after it could send everything. */
    void drain(long maxBytes) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int n = 0; n >= 0 && total < maxBytes; n = body.read(buffer)) {
            total += n;
        }
    }

    private final class Body extends FilterInputStream {

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                lost = true;
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                lost = true;
                throw e;
            }
        }
    }

    private final class Reply extends OutputStream {

        private final OutputStream out;

        Reply(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                lost = true;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                lost = true;
                throw e;
            }
        }
    }
}
