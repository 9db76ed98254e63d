package dev.slipway.runtime;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client at a command in a dyno, beside the dyno's own process. It ends with its client. */
final class InsideSession implements Session {
    private static final Logger log = LoggerFactory.getLogger(InsideSession.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int KILLED_STATUS = 137;

    private final ContainerApi containers;
    private final TrackedDyno dyno;
    private final String id;
    private final String exec;
    private final InputPipe input;
    private final HijackedStream stream;

    private InsideSession(ContainerApi containers, TrackedDyno dyno, String id, String exec, InputPipe input,
                          HijackedStream stream) {
        this.containers = containers;
        this.dyno = dyno;
        this.id = id;
        this.exec = exec;
        this.input = input;
        this.stream = stream;
    }

    /** @throws DynoEngineException if Docker does not answer or says no */
    static InsideSession open(ContainerApi containers, DockerHttpClient http, TrackedDyno dyno, String command,
                              Map<String, String> environment, Terminal terminal) {
        String id = UUID.randomUUID().toString();
        List<String> variables = Stream.concat(environment.entrySet().stream(), Stream.of(Map.entry(SessionProcesses.VARIABLE, id)))
                .map(variable -> variable.getKey() + "=" + variable.getValue()).toList();
        String[] argv = Stream.concat(Stream.of(ShellCommand.terminalEntrypoint()), Stream.of(command,
                Integer.toString(terminal.columns()), Integer.toString(terminal.rows()))).toArray(String[]::new);
        String container = dyno.identity().container();
        String exec = containers.call("run a command in", container, () -> containers.client().execCreateCmd(container)
                .withAttachStdin(true).withAttachStdout(true).withAttachStderr(true).withTty(true)
                .withEnv(variables).withCmd(argv).exec().getId());
        InputPipe input = new InputPipe(() -> {});
        HijackedStream stream = HijackedStream.open(http, "/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":true}",
                input.reader());
        return new InsideSession(containers, dyno, id, exec, input, stream);
    }

    /** Ends the commands of clients that a platform left behind. */
    static void endAll(ContainerApi containers, String container) {
        SessionProcesses.killAll(containers, container);
    }

    @Override
    public Dyno dyno() {
        return dyno.now();
    }

    @Override
    public OutputStream input() {
        return input.writer();
    }

    @Override
    public InputStream output() {
        return stream.body();
    }

    @Override
    public void resize(Terminal size) {
        containers.call("resize a terminal in", dyno.identity().container(), () ->
                containers.client().resizeExecCmd(exec).withSize(size.rows(), size.columns()).exec());
    }

    @Override
    public int awaitEnd() throws InterruptedException {
        while (runs()) {
            Thread.sleep(LOOK);
        }
        return status();
    }

    @Override
    public void close() {
        input.breakOff();
        stream.close();
        Thread.ofVirtual().name("end-session-" + id).start(this::end);
    }

    private void end() {
        try {
            if (runs()) {
                SessionProcesses.signal(containers, dyno.identity().container(), "HUP", id);
                for (long waited = 0; waited < GRACE.toMillis() && runs(); waited += LOOK.toMillis()) {
                    Thread.sleep(LOOK);
                }
            }
            // Also what its shell left in the background.
            SessionProcesses.kill(containers, dyno.identity().container(), id);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the engine's own threads are not interrupted", e);
        } catch (DynoEngineException e) {
            log.debug("A command in {} ends with its dyno", dyno.identity().container(), e);
        }
    }

    private boolean runs() {
        return containers.call("look at a command in", dyno.identity().container(), () -> {
            try {
                return Boolean.TRUE.equals(containers.client().inspectExecCmd(exec).exec().isRunning());
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    private int status() {
        return containers.call("look at a command in", dyno.identity().container(), () -> {
            try {
                Long status = containers.client().inspectExecCmd(exec).exec().getExitCodeLong();
                return status == null ? KILLED_STATUS : Math.toIntExact(status) & 0xFF;
            } catch (NotFoundException e) {
                return KILLED_STATUS; // with the dyno
            }
        });
    }
}
