package dev.slipway.builder;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The container in which one build runs untrusted code: no privileges, no mounts but its app's own cache. */
final class BuildContainer {

    /** Exit code when the kernel killed the build, or a process of it, for want of memory. */
    static final int OUT_OF_MEMORY = 137;

    private static final long MAX_PROCESSES = 1024;
    private static final int MAX_RESULT_BYTES = 64 << 10;

    private final DockerClient docker;
    private final String id;

    private BuildContainer(DockerClient docker, String id) {
        this.docker = docker;
        this.id = id;
    }

    /**
     * Creates the container, which will run {@code bash /slipway/compile}, and the cache's volume if there is none yet.
     *
     * @param environment {@code NAME=value} each
     * @throws NotFoundException if the image is missing
     */
    static BuildContainer create(DockerClient docker, BuilderSettings settings, String name, String image,
                                 String cacheVolume, String[] environment, Map<String, String> labels) {
        docker.createVolumeCmd().withName(cacheVolume).withLabels(Map.of(Labels.OWNER, settings.owner())).exec();
        HostConfig limits = HostConfig.newHostConfig()
                .withNetworkMode(settings.network())
                .withMounts(List.of(new Mount().withType(MountType.VOLUME).withSource(cacheVolume).withTarget("/cache")))
                .withMemory(settings.memoryBytes())
                // No swap on top: a build that swaps slows every app on the machine.
                .withMemorySwap(settings.memoryBytes())
                .withNanoCPUs(Math.round(settings.cpus() * 1_000_000_000))
                // Half a dyno's weight, and the first to go when the machine runs out of memory.
                .withCpuShares(512)
                .withOomScoreAdj(500)
                .withPidsLimit(MAX_PROCESSES)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                // The output is read from the attached stream; a copy on disk would only grow.
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        String id = docker.createContainerCmd(image).withName(name).withLabels(labels).withHostConfig(limits)
                .withUser("app").withWorkingDir("/app").withEnv(environment).withCmd("bash", "/slipway/compile")
                .exec().getId();
        return new BuildContainer(docker, id);
    }

    /** Unpacks a tar at {@code directory}, which exists. */
    void copyIn(String directory, Pipe.Writer tar) throws IOException {
        try (InputStream in = Pipe.from(tar)) {
            docker.copyArchiveToContainerCmd(id).withRemotePath(directory).withTarInputStream(in).exec();
        }
    }

    /** Takes over {@code /app} as an earlier build container left it. */
    void copyAppFrom(BuildContainer earlier) throws IOException {
        try (InputStream app = earlier.app()) {
            docker.copyArchiveToContainerCmd(id).withRemotePath("/").withTarInputStream(app).exec();
        }
    }

    /**
     * Runs the build to its end.
     *
     * @param output takes what it prints, on another thread; the last of it before this method returns
     * @return the exit code; 0 for success, {@link #OUT_OF_MEMORY}, or any other for failure
     */
    int run(Consumer<byte[]> output) throws InterruptedException {
        try (var attached = new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                output.accept(frame.getPayload());
            }
        }) {
            docker.attachContainerCmd(id).withStdOut(true).withStdErr(true).withFollowStream(true).exec(attached)
                    .awaitStarted();
            docker.startContainerCmd(id).exec();
            int exitCode = docker.waitContainerCmd(id).start().awaitStatusCode();
            attached.awaitCompletion();
            return exitCode;
        } catch (IOException e) {
            throw new IllegalStateException("closing the build's output failed", e);
        }
    }

    /** What the script left at {@code path}; empty if it left nothing there. */
    String result(String path) throws IOException {
        try (TarArchiveInputStream tar =
                     new TarArchiveInputStream(docker.copyArchiveFromContainerCmd(id, path).exec())) {
            TarArchiveEntry entry = tar.getNextEntry();
            return entry != null && entry.isFile() ? TextFile.decode(tar.readNBytes(MAX_RESULT_BYTES)) : "";
        } catch (NotFoundException e) {
            return "";
        }
    }

    /** The built app as a tar of one directory, {@code app}. */
    InputStream app() {
        return docker.copyArchiveFromContainerCmd(id, "/app").exec();
    }
}
