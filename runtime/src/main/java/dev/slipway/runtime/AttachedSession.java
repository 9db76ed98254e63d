package dev.slipway.runtime;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * A client at the process of an attached one-off dyno. Opened before the process starts, so that nothing of its output is
 * missed.
 *
 * <p>Without a terminal, input has a connection of its own: its end is the end of that connection, because docker-java
 * cannot end one direction of a connection alone.
 */
final class AttachedSession implements Session {
    private static final Duration END_OF_PROCESS = Duration.ofSeconds(10);

    private final ContainerApi containers;
    private final OneOff oneOff;
    private final boolean terminal;
    private final InputPipe input;
    private final Output output;

    private AttachedSession(ContainerApi containers, OneOff oneOff, boolean terminal, InputPipe input, Output output) {
        this.containers = containers;
        this.oneOff = oneOff;
        this.terminal = terminal;
        this.input = input;
        this.output = output;
    }

    /** @throws DynoEngineException if Docker does not answer or says no */
    static AttachedSession open(ContainerApi containers, DockerHttpClient http, OneOff oneOff, boolean terminal) {
        String path = "/containers/" + oneOff.dyno().identity().container() + "/attach?stream=1";
        InputPipe input;
        InputStream body;
        HijackedStream stream;
        if (terminal) {
            input = new InputPipe(() -> {});
            stream = HijackedStream.open(http, path + "&stdin=1&stdout=1&stderr=1", "", input.reader());
            body = stream.body();
        } else {
            stream = HijackedStream.open(http, path + "&stdout=1&stderr=1", "", null);
            body = new MultiplexedInput(stream.body());
            input = inputAlone(http, path, oneOff, stream);
        }
        oneOff.gone().thenRun(input::breakOff);
        return new AttachedSession(containers, oneOff, terminal, input, new Output(body, stream, oneOff));
    }

    /** Tells when it has come to its end, which is that of the process, or of the connection to Docker. */
    private static final class Output extends FilterInputStream {
        private final HijackedStream stream;
        private final OneOff oneOff;

        Output(InputStream body, HijackedStream stream, OneOff oneOff) {
            super(body);
            this.stream = stream;
            this.oneOff = oneOff;
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = -1;
            try {
                read = super.read(buffer, offset, length);
            } finally {
                if (read < 0) {
                    oneOff.endWithin(END_OF_PROCESS);
                }
            }
            return read;
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private static InputPipe inputAlone(DockerHttpClient http, String path, OneOff oneOff, HijackedStream output) {
        InputConnection connection = new InputConnection();
        InputPipe input = new InputPipe(connection::close);
        try {
            connection.opened(HijackedStream.open(http, path + "&stdin=1", "", input.reader()));
        } catch (DynoEngineException e) {
            output.close();
            throw e;
        }
        oneOff.gone().thenRun(connection::close);
        return input;
    }

    /** The connection that input has for itself; input may end before it is open. */
    private static final class InputConnection {
        private Optional<HijackedStream> stream = Optional.empty();
        private boolean closed;

        synchronized void opened(HijackedStream opened) {
            stream = Optional.of(opened);
            if (closed) {
                opened.close();
            }
        }

        synchronized void close() {
            closed = true;
            stream.ifPresent(HijackedStream::close);
        }
    }

    @Override
    public Dyno dyno() {
        return oneOff.dyno().now();
    }

    @Override
    public OutputStream input() {
        return input.writer();
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public void resize(Terminal size) {
        if (terminal) {
            containers.resize(oneOff.dyno().identity().container(), size);
        }
    }

    @Override
    public int awaitEnd() throws InterruptedException {
        try {
            return oneOff.exit().get();
        } catch (ExecutionException e) {
            throw Uninterruptibly.cause(e);
        }
    }

    @Override
    public void close() {
        input.breakOff();
        oneOff.stop();
        output.close();
    }
}
