package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/** A network and an owner label of a test's own on the real Docker Engine; closing removes all that carries the label. */
final class TestDocker implements AutoCloseable {
    static final String IMAGE = "slipway/run-python:trixie";

    final DockerClient client = client(DefaultDockerClientConfig.createDefaultConfigBuilder().build());
    final String owner = "runtime-it-" + UUID.randomUUID().toString().substring(0, 8);
    /** Out of the way of those that the tests of the platform make: 10.220 and up. */
    final String subnet = "10." + ThreadLocalRandom.current().nextInt(180, 220) + "."
            + ThreadLocalRandom.current().nextInt(1, 250) + ".0/24";

    /** Skips the test aloud where there is no Docker or no image. */
    TestDocker() {
        try {
            client.pingCmd().exec();
        } catch (RuntimeException e) {
            Assumptions.abort("needs Docker: " + e.getMessage());
        }
        try {
            client.inspectImageCmd(IMAGE).exec();
        } catch (NotFoundException e) {
            Assumptions.abort("needs the image " + IMAGE + ": run stack/build-images");
        }
    }

    static DockerClient client(DockerClientConfig config) {
        return DockerClientImpl.getInstance(config,
                new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
    }

    RuntimeSettings settings() {
        return settings(Map.of());
    }

    RuntimeSettings settings(Map<String, String> hosts) {
        return new RuntimeSettings(owner, subnet, Duration.ofSeconds(30), 64, owner, hosts);
    }

    RuntimeSettings settings(Duration stopGrace) {
        return new RuntimeSettings(owner, subnet, stopGrace, 64, owner, Map.of());
    }

    List<Container> containers() {
        return client.listContainersCmd().withShowAll(true).withLabelFilter(Map.of(DynoIdentity.OWNER, owner)).exec();
    }

    String containerOf(Dyno dyno) {
        return containers().stream().filter(container -> dyno.id().equals(container.getLabels().get(DynoIdentity.DYNO)))
                .findFirst().orElseThrow().getId();
    }

    InspectContainerResponse inspect(Dyno dyno) {
        return client.inspectContainerCmd(containerOf(dyno)).exec();
    }

    /** What {@code command} prints, run as the dyno's user beside its process. */
    String run(Dyno dyno, String... command) {
        String exec = client.execCreateCmd(containerOf(dyno)).withAttachStdout(true).withAttachStderr(true)
                .withCmd(command).exec().getId();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            client.execStartCmd(exec).exec(new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                    output.writeBytes(frame.getPayload());
                }
            }).awaitCompletion();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** The id of a new image: {@link #IMAGE} after {@code command}. */
    String imageWith(String command) {
        String container = client.createContainerCmd(IMAGE).withEntrypoint("bash", "-c", command)
                .withLabels(Map.of(DynoIdentity.OWNER, owner)).exec().getId();
        client.startContainerCmd(container).exec();
        client.waitContainerCmd(container).start().awaitStatusCode();
        String image = client.commitCmd(container).exec();
        client.removeContainerCmd(container).exec();
        return image;
    }

    void removeContainers() {
        for (Container container : containers()) {
            try {
                client.removeContainerCmd(container.getId()).withForce(true).exec();
            } catch (NotFoundException | ConflictException e) {
                // The engine is removing it.
            }
        }
        Eventually.holds("all containers are removed", () -> containers().isEmpty());
    }

    void removeVolumes() {
        var volumes = client.listVolumesCmd().withFilter("label", List.of(DynoIdentity.OWNER + "=" + owner)).exec().getVolumes();
        if (volumes != null) {
            volumes.forEach(volume -> client.removeVolumeCmd(volume.getName()).exec());
        }
    }

    @Override
    public void close() throws IOException {
        removeContainers();
        removeVolumes();
        removeNetwork();
        client.close();
    }

    private void removeNetwork() {
        try {
            client.removeNetworkCmd(owner).exec();
        } catch (NotFoundException e) {
            // The test did not come so far as to create it.
        } catch (DockerException e) {
            // Docker 20.10 now and then keeps the endpoint of a container that was removed while it restarted.
            if (!String.valueOf(e.getMessage()).contains("has active endpoints") || !containers().isEmpty()) {
                throw e;
            }
            System.err.println("Docker keeps the network " + owner + ", though its containers are gone, until Docker is restarted");
        }
    }
}
