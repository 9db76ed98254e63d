package dev.slipway.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The few things the engine asks of Docker, each by a container's name. Whatever goes wrong is a
 * {@link DynoEngineException}; its cause is a {@link DockerException} when Docker answered and said no.
 */
final class ContainerApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Docker takes the empty name of docker-java's own "no restart" for "leave it as it is". */
    private static final RestartPolicy NO_RESTART = JSON.convertValue(Map.of("Name", "no"), RestartPolicy.class);
    private static final int EXEC_SECONDS = 5;

    /** The transport has no time limit because streams are endless, and a Docker Engine that hangs must not hang us. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DockerClient client;
    /** A sweep looks at every dyno at once; Docker must not get a thousand connections for it. */
    private final Semaphore inspections = new Semaphore(16);
    private volatile Runnable makeNetwork = () -> {};

    ContainerApi(DockerClient client) {
        this.client = client;
    }

    DockerClient client() {
        return client;
    }

    /**
     * The user that {@code image} names; empty when it names none.
     *
     * @throws DynoEngineException if the image is not on this host
     */
    String imageUser(String image) {
        return call("find", "image " + image, () -> {
            ContainerConfig config = client.inspectImageCmd(image).exec().getConfig();
            return config == null || config.getUser() == null ? "" : config.getUser();
        });
    }

    void ping() {
        call("reach", "the Docker Engine", () -> client.pingCmd().exec());
    }

    void create(String container, CreateContainerCmd command) {
        call("create", container, () -> inNetwork(command::exec));
    }

    void start(String container) {
        call("start", container, () -> inNetwork(() -> {
            try {
                return client.startContainerCmd(container).exec();
            } catch (NotModifiedException e) {
                return null; // it runs already
            }
        }));
    }

    /** @param make makes the network of the containers once more; somebody who cleans up removes it while nothing runs in it */
    void onMissingNetwork(Runnable make) {
        makeNetwork = make;
    }

    private <T> T inNetwork(Supplier<T> request) {
        try {
            return request.get();
        } catch (NotFoundException e) {
            // Docker says "network NAME not found" of it, and "No such container" or "No such image" of everything else.
            if (!String.valueOf(e.getMessage()).contains("network")) {
                throw e;
            }
            makeNetwork.run();
            return request.get();
        }
    }

    /** Empty when there is no such container. */
    Optional<ContainerState> inspect(String container) {
        inspections.acquireUninterruptibly();
        try {
            return call("inspect", container, () -> {
                try {
                    return Optional.of(ContainerState.of(client.inspectContainerCmd(container).exec()));
                } catch (NotFoundException e) {
                    return Optional.empty();
                }
            });
        } finally {
            inspections.release();
        }
    }

    /** From now on Docker starts the container again, after a growing pause, whenever its process ends. */
    void keepRunning(String container) {
        call("begin restarts of", container, () -> client.updateContainerCmd(container)
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart()).exec());
    }

    /** From now on Docker leaves the container as it is when its process ends. */
    void letEnd(String container) {
        call("end restarts of", container, () -> {
            try {
                return client.updateContainerCmd(container).withRestartPolicy(NO_RESTART).exec();
            } catch (NotFoundException e) {
                return null;
            }
        });
    }

    /** @param signal for example {@code SIGTERM} */
    void kill(String container, String signal) {
        call("send " + signal + " to", container, () -> {
            try {
                return client.killContainerCmd(container).withSignal(signal).exec();
            } catch (ConflictException | NotFoundException e) {
                return null; // it does not run
            }
        });
    }

    /** Tells the process in it that its terminal has another size; nothing if it does not run. */
    void resize(String container, Terminal size) {
        call("resize the terminal of", container, () -> {
            try {
                return client.resizeContainerCmd(container).withSize(size.rows(), size.columns()).exec();
            } catch (ConflictException | NotFoundException e) {
                return null;
            }
        });
    }

    /** Kills what runs in it and removes it with its anonymous volumes. */
    void remove(String container) {
        call("remove", container, () -> {
            try {
                return client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
            } catch (NotFoundException | ConflictException e) {
                return null; // it is gone, or somebody is removing it already
            }
        });
    }

    /** All containers, running or not, that carry every one of {@code labels}. */
    List<Container> list(Map<String, String> labels) {
        return call("list", "containers", () -> client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
    }

    /** All containers, running or not, in {@code network}. */
    List<Container> listIn(String network) {
        return call("list containers in", "network " + network,
                () -> client.listContainersCmd().withShowAll(true).withNetworkFilter(List.of(network)).exec());
    }

    /** What {@code command} prints in the running container; as far as it came within a few seconds. */
    String output(String container, String... command) {
        return call("run " + command[0] + " in", container, () -> {
            String exec = client.execCreateCmd(container).withAttachStdout(true).withCmd(command).exec().getId();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            try (var frames = new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                    output.writeBytes(frame.getPayload());
                }
            }) {
                client.execStartCmd(exec).exec(frames).awaitCompletion(EXEC_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return output.toString(StandardCharsets.UTF_8);
        });
    }

    <T> T call(String operation, String subject, Supplier<T> request) {
        try {
            return Uninterruptibly.get(CompletableFuture.supplyAsync(request, Thread::startVirtualThread), PATIENCE);
        } catch (DockerException e) {
            throw new DynoEngineException(operation, subject, message(e), e);
        } catch (RuntimeException e) {
            throw new DynoEngineException(operation, subject, "the Docker Engine does not answer (" + e.getMessage()
                    + "); is it running?", e);
        }
    }

    /** Docker's own words out of {@code Status 404: {"message":"No such image: x"}}. */
    private static String message(DockerException e) {
        String text = String.valueOf(e.getMessage());
        int json = text.indexOf('{');
        if (json >= 0) {
            try {
                return JSON.readTree(text.substring(json)).path("message").asText(text).strip();
            } catch (JsonProcessingException notJson) {
                return text;
            }
        }
        return text;
    }
}
