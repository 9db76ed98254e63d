package dev.slipway.runtime;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One command in a service. Its output comes on the connection of the command itself. Its input does not: docker-java
 * cannot end one direction of a connection alone, and the command must see the end of its input. So a second command, whose
 * connection is closed at the end of the input, copies that into a named pipe from which the first one reads.
 */
final class ServiceExec {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(25);
    /** The output ends with the process; when it does not, the connection was cut. */
    private static final Duration END_OF_PROCESS = Duration.ofSeconds(10);
    private static final int BUFFER = 64 * 1024;
    private static final int KILLED_STATUS = 137;

    // $1 is the named pipe, which whoever comes first makes; it can be removed once both have it open.
    private static final String READER = """
            mkfifo -m 600 "$1" 2>/dev/null
            exec <"$1"
            rm -f "$1"
            shift
            exec "$@"
            """;
    private static final String WRITER = """
            mkfifo -m 600 "$1" 2>/dev/null
            if [ -p "$1" ]; then exec cat >"$1"; fi
            """;

    private final ContainerApi containers;
    private final DockerHttpClient http;
    private final String container;
    private final String session = UUID.randomUUID().toString();
    private final Map<String, String> environment;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    ServiceExec(ContainerApi containers, DockerHttpClient http, String container, Map<String, String> environment) {
        this.containers = containers;
        this.http = http;
        this.container = container;
        this.environment = environment;
    }

    /** As {@link ServiceEngine#exec}; {@code in} is null for a command that reads nothing. */
    int run(List<String> argv, @Nullable InputStream in, OutputStream out, OutputStream err, Duration limit)
            throws IOException {
        String pipe = "/tmp/slipway-" + session;
        String exec = create(in == null ? argv : Stream.concat(shell(READER, pipe), argv.stream()).toList(), session, false);
        try (HijackedStream output = open(exec, null)) {
            Thread pump = Thread.ofVirtual().name("exec-" + session).start(() -> pump(exec, output, out, err));
            Optional<Input> input = Optional.empty();
            boolean ended = false;
            try {
                input = Optional.ofNullable(in).map(from -> new Input(from, pipe));
                int result = await(argv, limit);
                ended = true;
                return result;
            } finally {
                if (!ended) {
                    Uninterruptibly.join(Thread.startVirtualThread(() -> end(exec, pump)));
                }
                // Not before: what came of a broken input must not pass for all of it, to be committed perhaps.
                input.ifPresent(Input::close);
            }
        }
    }

    private int await(List<String> argv, Duration limit) throws IOException {
        try {
            return status.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("a command in " + container + " was interrupted");
        } catch (TimeoutException e) {
            throw new DynoEngineException("run " + argv.getFirst() + " in", container,
                    "it did not end within " + limit + ", and was ended", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw Uninterruptibly.cause(e);
        }
    }

    private static Stream<String> shell(String script, String pipe) {
        return Stream.of("/bin/sh", "-c", script, "slipway", pipe);
    }

    private String create(List<String> argv, String session, boolean input) {
        List<String> variables = Stream.concat(environment.entrySet().stream(),
                Stream.of(Map.entry(SessionProcesses.VARIABLE, session)))
                .map(variable -> variable.getKey() + "=" + variable.getValue()).toList();
        return containers.call("run " + argv.getFirst() + " in", container, () -> containers.client()
                .execCreateCmd(container).withAttachStdin(input).withAttachStdout(!input).withAttachStderr(!input)
                .withEnv(variables).withCmd(argv.toArray(String[]::new)).exec().getId());
    }

    private HijackedStream open(String exec, @Nullable InputStream input) {
        return HijackedStream.open(http, "/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}", input);
    }

    /** Hands on what the command writes; the command waits while {@code out} or {@code err} does. */
    private void pump(String exec, HijackedStream stream, OutputStream out, OutputStream err) {
        MultiplexedInput frames = new MultiplexedInput(new BufferedInputStream(stream.body(), BUFFER));
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = read(frames, buffer); read >= 0; read = read(frames, buffer)) {
                if (!status.isCompletedExceptionally()) {
                    handOn(buffer, read, frames.stderr() ? err : out);
                } // else nobody wants it, but Docker takes a command for running until somebody has read what it wrote
            }
            awaitEnd(exec, END_OF_PROCESS);
            if (runs(exec)) {
                throw new DynoEngineException("hear of a command in", container, "the connection to Docker was lost", null);
            }
            status.complete(exitStatus(exec));
        } catch (RuntimeException | InterruptedException e) {
            status.completeExceptionally(e);
        }
    }

    private void handOn(byte[] buffer, int length, OutputStream to) {
        try {
            to.write(buffer, 0, length);
        } catch (IOException | RuntimeException e) {
            status.completeExceptionally(e);
        }
    }

    private int read(MultiplexedInput frames, byte[] buffer) {
        try {
            return frames.read(buffer);
        } catch (IOException e) {
            throw new DynoEngineException("hear of a command in", container, "the connection to Docker was lost", e);
        }
    }

    /** The command's input, on a connection of its own. */
    private final class Input {
        private final CompletableFuture<HijackedStream> stream = new CompletableFuture<>();

        Input(InputStream in, String pipe) {
            String exec = create(shell(WRITER, pipe).toList(), writers(), true);
            stream.complete(open(exec, new FilterInputStream(in) {
                @Override
                public int read(byte[] buffer, int offset, int length) {
                    try {
                        int read = super.read(buffer, offset, length);
                        if (read < 0) {
                            stream.thenAccept(HijackedStream::close); // it may not be open yet
                        }
                        return read;
                    } catch (IOException e) {
                        status.completeExceptionally(e);
                        return -1; // the connection stays open: for the command this is no end
                    }
                }

                @Override
                public void close() {
                    // The caller's stream is the caller's.
                }
            }));
        }

        void close() {
            stream.join().close();
        }
    }

    /** The session of what feeds the command's input: it must outlive the command. */
    private String writers() {
        return "input-" + session;
    }

    private void end(String exec, Thread pump) {
        status.completeExceptionally(new CancellationException("nobody waits for it"));
        try {
            if (runs(exec)) {
                SessionProcesses.signal(containers, container, "TERM", session);
                awaitEnd(exec, GRACE);
            }
            // Also what it left in the background.
            SessionProcesses.kill(containers, container, session);
            SessionProcesses.kill(containers, container, writers());
        } catch (DynoEngineException e) {
            // The service is gone, and every command in it; or Docker is, and with it the connections of the command.
        } catch (InterruptedException e) {
            throw new IllegalStateException("the engine's own threads are not interrupted", e);
        }
        try {
            // Nobody writes to the caller's streams after the caller has gone on.
            pump.interrupt();
            pump.join(GRACE);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the engine's own threads are not interrupted", e);
        }
    }

    private void awaitEnd(String exec, Duration patience) throws InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(patience) < 0 && runs(exec); waited = waited.plus(LOOK)) {
            Thread.sleep(LOOK);
        }
    }

    private boolean runs(String exec) {
        return containers.call("look at a command in", container, () -> {
            try {
                return Boolean.TRUE.equals(containers.client().inspectExecCmd(exec).exec().isRunning());
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    private int exitStatus(String exec) {
        return containers.call("look at a command in", container, () -> {
            try {
                Long status = containers.client().inspectExecCmd(exec).exec().getExitCodeLong();
                return status == null ? KILLED_STATUS : Math.toIntExact(status) & 0xFF;
            } catch (NotFoundException e) {
                return KILLED_STATUS; // with its service
            }
        });
    }
}
