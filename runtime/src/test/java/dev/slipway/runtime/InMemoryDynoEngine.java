package dev.slipway.runtime;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * An engine without containers, for tests of what uses one. Its dynos do what a test says that their command does; those
 * that listen answer HTTP on a real port of this machine, with {@code app v<release> <dyno>} as the body.
 */
@NullMarked
public final class InMemoryDynoEngine implements DynoEngine {

    /** What a dyno does when it is launched. */
    public sealed interface Behaviour {
        /** It comes up at once. The behaviour of every command that no test spoke of. */
        record ComesUp() implements Behaviour {}

        /** It writes a line and ends. */
        record Crashes(int exitStatus, String lastWords) implements Behaviour {}

        /** It runs but does not listen: the launch of a web dyno takes the specification's whole boot timeout. */
        record NeverListens(String hint) implements Behaviour {}

        /** It cannot be started at all. */
        record IsRefused(String reason) implements Behaviour {}
    }

    /** What the process of a one-off dyno does. */
    @FunctionalInterface
    public interface Program {
        /**
         * @param environment that of its specification
         * @param input       ends when its client ends it, or is gone
         * @return its exit status; interrupted when it is stopped, and then it need not return one
         */
        int run(Map<String, String> environment, InputStream input, PrintStream output)
                throws IOException, InterruptedException;
    }

    private final DynoListener listener;
    private final InMemoryServiceEngine services = new InMemoryServiceEngine();
    private final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final Map<String, PlayedOneOff> oneOffs = new ConcurrentHashMap<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, Played> dynos = new ConcurrentHashMap<>();
    private volatile boolean started;

    public InMemoryDynoEngine(DynoListener listener) {
        this.listener = listener;
    }

    /** From now on dynos launched with {@code command} behave like this. */
    public InMemoryDynoEngine on(String command, Behaviour behaviour) {
        behaviours.put(command, behaviour);
        return this;
    }

    /** From now on one-off dynos run with {@code command}, also inside others, do this; without it they end at once. */
    public InMemoryDynoEngine program(String command, Program program) {
        programs.put(command, program);
        return this;
    }

    @Override
    public InMemoryServiceEngine services() {
        return services;
    }

    /** Where its dynos are as well. */
    @Override
    public String gateway() {
        return "127.0.0.1";
    }

    @Override
    public LaunchOutcome run(OneOffSpec spec) {
        requireStarted();
        return refusal(spec.dyno().command()).<LaunchOutcome>map(LaunchOutcome.Refused::new).orElseGet(() -> {
            PlayedOneOff oneOff = new PlayedOneOff(spec, Optional.empty());
            oneOff.input.breakOff();
            oneOff.begin();
            return new LaunchOutcome.Up(oneOff.now);
        });
    }

    @Override
    public AttachOutcome attach(OneOffSpec spec, Optional<Terminal> terminal) {
        requireStarted();
        return refusal(spec.dyno().command()).<AttachOutcome>map(AttachOutcome.Refused::new).orElseGet(() -> {
            PlayedOneOff oneOff = new PlayedOneOff(spec, Optional.of(new InputPipe(() -> {})));
            oneOff.begin();
            return new AttachOutcome.Attached(oneOff);
        });
    }

    @Override
    public AttachOutcome attachInside(String dynoId, String command, Map<String, String> environment, Terminal terminal) {
        Played dyno = dynos.get(dynoId);
        if (dyno == null) {
            return new AttachOutcome.Refused("the dyno does not run");
        }
        DynoSpec spec = dyno.spec;
        PlayedOneOff visit = new PlayedOneOff(new OneOffSpec(UUID.randomUUID().toString(), new DynoSpec(spec.app(),
                spec.appName(), spec.release(), spec.type(), spec.number(), spec.image(), command, environment, false,
                spec.memoryBytes(), spec.cpuShares(), spec.bootTimeout()), Duration.ofHours(1)),
                Optional.of(new InputPipe(() -> {})));
        Thread.ofVirtual().start(visit::play);
        return new AttachOutcome.Attached(visit);
    }

    private Optional<String> refusal(String command) {
        return behaviours.get(command) instanceof Behaviour.IsRefused(String reason) ? Optional.of(reason) : Optional.empty();
    }

    @Override
    public List<Dyno> oneOffs() {
        return oneOffs.values().stream().map(oneOff -> oneOff.now).toList();
    }

    @Override
    public void start(Function<Dyno, Instant> logsSince) {
        started = true;
    }

    @Override
    public LaunchOutcome launch(DynoSpec spec) {
        requireStarted();
        Behaviour behaviour = behaviours.getOrDefault(spec.command(), new Behaviour.ComesUp());
        if (behaviour instanceof Behaviour.IsRefused(String reason)) {
            return new LaunchOutcome.Refused(reason);
        }
        if (behaviour instanceof Behaviour.NeverListens && !spec.listens()) {
            behaviour = new Behaviour.ComesUp();
        }
        Played dyno = new Played(spec);
        if (behaviour instanceof Behaviour.ComesUp) {
            dyno.open();
        }
        dynos.put(dyno.id, dyno);
        listener.processStarted(dyno.now, dyno.port());
        return switch (behaviour) {
            case Behaviour.ComesUp() -> {
                dyno.become(DynoState.UP);
                yield new LaunchOutcome.Up(dyno.now);
            }
            case Behaviour.Crashes(int exitStatus, String lastWords) -> {
                listener.wrote(dyno.now, Instant.now(), lastWords);
                yield dyno.fail(exitStatus, new LaunchOutcome.Crashed(exitStatus));
            }
            case Behaviour.NeverListens(String hint) -> neverListens(dyno, spec, hint);
            case Behaviour.IsRefused(String reason) -> new LaunchOutcome.Refused(reason);
        };
    }

    private static LaunchOutcome neverListens(Played dyno, DynoSpec spec, String hint) {
        try {
            boolean stopped = dyno.stopped.await(spec.bootTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return dyno.fail(137, stopped ? new LaunchOutcome.Refused("it was stopped before it was up")
                    : new LaunchOutcome.BootTimeout(hint));
        } catch (InterruptedException e) {
            dyno.fail(137, new LaunchOutcome.BootTimeout(hint));
            Thread.currentThread().interrupt();
            throw new CancellationException("the launch was interrupted");
        }
    }

    @Override
    public void stop(String dynoId) {
        requireStarted();
        Played dyno = dynos.get(dynoId);
        if (dyno != null) {
            dyno.stop();
        }
        PlayedOneOff oneOff = oneOffs.get(dynoId);
        if (oneOff != null) {
            oneOff.stop();
        }
    }

    /** The dyno's process ends by itself; nothing starts it again until {@link #recover}. */
    public void crash(String dynoId, int exitStatus) {
        Played dyno = require(dynoId);
        dyno.close();
        listener.processExited(dyno.now, exitStatus);
        dyno.become(DynoState.CRASHED);
    }

    /** The crashed dyno's process is started again and comes up. */
    public void recover(String dynoId) {
        Played dyno = require(dynoId);
        dyno.open();
        listener.processStarted(dyno.now, dyno.port());
        dyno.become(DynoState.STARTING);
        dyno.become(DynoState.UP);
    }

    /** The dyno writes a line. */
    public void write(String dynoId, String text) {
        listener.wrote(require(dynoId).now, Instant.now(), text);
    }

    @Override
    public List<Dyno> dynos() {
        return dynos.values().stream().map(dyno -> dyno.now).toList();
    }

    /** Ends all dynos, too: unlike containers they cannot outlive the process. */
    @Override
    public void close() {
        dynos.values().forEach(Played::close);
        oneOffs.values().forEach(PlayedOneOff::stop);
    }

    private Played require(String dynoId) {
        return Optional.ofNullable(dynos.get(dynoId)).orElseThrow(() -> new IllegalArgumentException("no dyno " + dynoId));
    }

    private void requireStarted() {
        if (!started) {
            throw new IllegalStateException("the engine is not started");
        }
    }

    /** Its process is a thread. */
    private final class PlayedOneOff implements Session {
        private static final int HUNG_UP = 129;
        private static final int TERMINATED = 143;

        private final OneOffSpec spec;
        private final InputPipe input = new InputPipe(() -> {});
        private final Optional<InputPipe> output;
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final Object programLock = new Object();
        private @Nullable Thread program; // while it runs, and may be interrupted; what the listener does may not
        private boolean interrupted;
        private volatile Dyno now;

        PlayedOneOff(OneOffSpec spec, Optional<InputPipe> output) {
            this.spec = spec;
            this.output = output;
            this.now = in(DynoState.STARTING);
        }

        void begin() {
            oneOffs.put(spec.id(), this);
            try {
                listener.processStarted(now, 0);
                become(DynoState.UP);
            } finally {
                Thread.ofVirtual().start(this::live);
            }
        }

        private void live() {
            try {
                play();
                listener.processExited(now, exit.join());
                become(DynoState.DOWN);
            } finally {
                oneOffs.remove(spec.id());
                gone.complete(null);
            }
        }

        void play() {
            Program played = programs.getOrDefault(spec.dyno().command(), (_, _, _) -> 0);
            ByteArrayOutputStream logged = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(output.<OutputStream>map(InputPipe::writer).orElse(logged), true,
                    StandardCharsets.UTF_8);
            try {
                beginProgram();
                int status = played.run(spec.dyno().environment(), input.reader(), out);
                exit.complete(status);
            } catch (IOException | InterruptedException e) {
                exit.complete(TERMINATED);
            } finally {
                endProgram();
            }
            logged.toString(StandardCharsets.UTF_8).lines().forEach(line -> listener.wrote(now, Instant.now(), line));
            out.close();
        }

        // A program that is stopped before it begins still does what it does until it first waits, as a process would.
        private void beginProgram() {
            synchronized (programLock) {
                program = Thread.currentThread();
                if (interrupted) {
                    program.interrupt();
                }
            }
        }

        private void endProgram() {
            synchronized (programLock) {
                program = null;
                Thread.interrupted();
            }
        }

        private void interruptProgram() {
            input.breakOff();
            synchronized (programLock) {
                interrupted = true;
                if (program != null) {
                    program.interrupt();
                }
            }
        }

        /** Returns when the listener knows of its end. */
        void stop() {
            exit.complete(output.isPresent() ? HUNG_UP : TERMINATED);
            interruptProgram();
            Uninterruptibly.await(gone);
        }

        private void become(DynoState state) {
            DynoState from = now.state();
            now = in(state);
            listener.stateChanged(now, from);
        }

        private Dyno in(DynoState state) {
            DynoSpec dyno = spec.dyno();
            return new Dyno(spec.id(), dyno.app(), dyno.release(), dyno.type(), dyno.number(), dyno.command(), state,
                    Instant.now(), Optional.empty(), true);
        }

        @Override
        public Dyno dyno() {
            return now;
        }

        @Override
        public OutputStream input() {
            return input.writer();
        }

        @Override
        public InputStream output() {
            return output.orElseThrow().reader();
        }

        @Override
        public void resize(Terminal size) {}

        @Override
        public int awaitEnd() throws InterruptedException {
            try {
                return exit.get();
            } catch (ExecutionException e) {
                throw Uninterruptibly.cause(e);
            }
        }

        @Override
        public void close() {
            exit.complete(HUNG_UP);
            output.orElseThrow().breakOff();
            interruptProgram();
        }
    }

    private final class Played {
        private final String id = UUID.randomUUID().toString();
        private final DynoSpec spec;
        private final CountDownLatch stopped = new CountDownLatch(1);
        private @Nullable HttpServer server;
        private @Nullable InetSocketAddress address;
        private volatile Dyno now;

        Played(DynoSpec spec) {
            this.spec = spec;
            this.now = in(DynoState.STARTING);
        }

        int port() {
            return address == null ? 0 : address.getPort();
        }

        private void open() {
            if (!spec.listens()) {
                return;
            }
            try {
                InetSocketAddress before = address;
                HttpServer opened = HttpServer.create(
                        before != null ? before : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                byte[] body = (spec.appName() + " v" + spec.release() + " " + spec.name()).getBytes(StandardCharsets.UTF_8);
                opened.createContext("/", exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
                opened.start();
                server = opened;
                address = opened.getAddress();
                now = in(now.state());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void close() {
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }

        private void stop() {
            stopped.countDown();
            if (now.state() != DynoState.STARTING && dynos.remove(id, this)) {
                close();
                if (now.state() == DynoState.UP) {
                    listener.processExited(now, 143);
                }
                become(DynoState.DOWN);
            }
        }

        private LaunchOutcome fail(int exitStatus, LaunchOutcome outcome) {
            close();
            listener.processExited(now, exitStatus);
            become(DynoState.CRASHED);
            dynos.remove(id);
            become(DynoState.DOWN);
            return outcome;
        }

        private void become(DynoState state) {
            DynoState from = now.state();
            now = in(state);
            listener.stateChanged(now, from);
        }

        private Dyno in(DynoState state) {
            return new Dyno(id, spec.app(), spec.release(), spec.type(), spec.number(), spec.command(), state,
                    Instant.now(), Optional.ofNullable(address));
        }
    }
}
