package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What a service's container is made of. */
final class ServiceBlueprint {
    /** Time to end by itself: a database writes what it has in memory. */
    static final int STOP_SECONDS = 60;

    /** One of many dynos is to die before the database that all of them use. */
    private static final int OOM_SCORE = Blueprint.OOM_SCORE / 2;
    private static final int READ_ONLY = 0444;

    private ServiceBlueprint() {}

    /**
     * @param container its name, and that of its volume
     * @return the request that creates the container; nothing is sent yet
     */
    static CreateContainerCmd of(DockerClient client, RuntimeSettings settings, ServiceSpec spec, String container,
                                 String address) {
        CreateContainerCmd command = client.createContainerCmd(spec.image())
                .withName(container)
                .withLabels(ServiceLabels.ofContainer(spec, settings, address))
                .withEnv(spec.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue()).toList())
                .withStopTimeout(STOP_SECONDS)
                .withIpv4Address(address)
                .withExposedPorts(spec.ports().stream().map(ServiceBlueprint::inside).toList())
                .withHostConfig(host(settings, spec, container));
        spec.user().ifPresent(command::withUser);
        return spec.command().isEmpty() ? command : command.withCmd(spec.command());
    }

    private static HostConfig host(RuntimeSettings settings, ServiceSpec spec, String container) {
        ServiceSpec.Limits limits = spec.limits();
        HostConfig host = Blueprint.confined()
                .withNetworkMode(settings.network())
                .withPortBindings(spec.ports().stream().map(port -> new PortBinding(
                        Ports.Binding.bindIpAndPort(port.address(), port.host()), inside(port))).toList())
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .withPidsLimit(limits.processes())
                .withMemory(limits.memoryBytes())
                .withMemorySwap(limits.memoryBytes()) // memory and swap together: no swap
                .withNanoCPUs(limits.nanoCpus())
                .withCpuShares(limits.cpuShares())
                // PostgreSQL's parallel queries share memory there; it counts as memory of the container.
                .withShmSize(limits.memoryBytes() / 2)
                .withOomScoreAdj(OOM_SCORE);
        spec.volume().ifPresent(path -> host.withMounts(List.of(
                new Mount().withType(MountType.VOLUME).withSource(container).withTarget(path))));
        return host;
    }

    private static ExposedPort inside(ServiceSpec.Port port) {
        return ExposedPort.tcp(port.container());
    }

    /** The files of the specification as a tar archive, to be unpacked at the root of the container's file system. */
    static InputStream files(ServiceSpec spec) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (ServiceSpec.File file : spec.files()) {
                byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.path().substring(1));
                entry.setMode(READ_ONLY);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory is always writable", e);
        }
        return new ByteArrayInputStream(archive.toByteArray());
    }
}
