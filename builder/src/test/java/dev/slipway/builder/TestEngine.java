package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A builder on the real Docker, and what the tests made with it, all of which goes when they are done. */
final class TestEngine implements AutoCloseable {

    /** The app that is built unless a test names another. */
    static final String APP = "app";

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final List<String> APPS = List.of(APP, "one", "two", "other");

    /** Names all that this run makes, so that runs beside it are left alone. */
    private final String owner = "it-" + UUID.randomUUID().toString().substring(0, 8);
    private final DockerClient docker;

    private Duration timeout = Duration.ofMinutes(4);
    private long memoryBytes = 2L << 30;
    private long maxLogBytes = 10 << 20;
    private long maxSlugBytes = 500 << 20;
    private String stackTag = "trixie";

    /** One build: how it ended and what it printed. */
    record Build(TestEngine engine, BuildOutcome outcome, List<String> log) {

        /** What a shell command prints in a one-off dyno of the image. */
        String run(String command) {
            return engine.run(image(), command);
        }

        /** Starts a container that stays up, and returns its id. */
        String startDyno() {
            return engine.startContainer(image(), "sleep 300");
        }

        private String image() {
            assertThat(outcome).as(() -> String.join("\n", log)).isInstanceOf(BuildOutcome.Built.class);
            return ((BuildOutcome.Built) outcome).image();
        }
    }

    private TestEngine(DockerClient docker) {
        this.docker = docker;
    }

    static TestEngine start() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        DockerClient docker = DockerClientImpl.getInstance(config, new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost()).sslConfig(config.getSSLConfig()).build());
        try {
            docker.pingCmd().exec();
        } catch (RuntimeException e) {
            abort("SKIPPED: no Docker daemon answers at " + config.getDockerHost() + ": " + e.getMessage());
        }
        TestEngine engine = new TestEngine(docker);
        engine.requireStack();
        engine.builder().start();
        return engine;
    }

    ImageBuilder builder() {
        return ImageBuilder.onDocker(docker, new BuilderSettings("slipway", stackTag, owner, memoryBytes, 2, timeout,
                maxLogBytes, maxSlugBytes, owner));
    }

    void limitTime(Duration limit) {
        timeout = limit;
    }

    void limitMemory(long bytes) {
        memoryBytes = bytes;
    }

    void limitLog(long bytes) {
        maxLogBytes = bytes;
    }

    void limitSlug(long bytes) {
        maxSlugBytes = bytes;
    }

    void useStack(String tag) {
        stackTag = tag;
    }

    BuildRequest request(String app, Path source, Map<String, String> configVars) {
        String id = owner + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new BuildRequest(id, cacheKey(app), source, COMMIT, configVars, imageRepository() + ":" + id);
    }

    Build build(Path source) {
        return build(APP, source, Map.of());
    }

    Build build(String app, Path source, Map<String, String> configVars) {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        return new Build(this, builder().build(request(app, source, configVars), log::add), log);
    }

    /** A build by these buildpacks, whatever the source tree looks like. */
    Build buildWith(List<String> buildpacks, Path source) {
        BuildRequest detecting = request(APP, source, Map.of());
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        return new Build(this, builder().build(new BuildRequest(detecting.buildId(), detecting.cacheKey(), source,
                detecting.version(), Map.of(), detecting.image(), buildpacks), log::add), log);
    }

    String cacheKey(String app) {
        return owner + "-" + app;
    }

    /** Names of the build containers that exist now. */
    List<String> containers() {
        return docker.listContainersCmd().withShowAll(true).withLabelFilter(Map.of("slipway.builder", owner)).exec()
                .stream().map(container -> container.getNames()[0]).toList();
    }

    /** References of the images that were built. */
    List<String> images() {
        return docker.listImagesCmd().withFilter("reference", List.of(imageRepository())).exec()
                .stream().flatMap(image -> List.of(image.getRepoTags()).stream()).toList();
    }

    /** Makes what is left of a build when the platform dies, and returns its container's id. */
    String createLeftover() {
        return docker.createContainerCmd("slipway/build-python:trixie").withName("slipway-build-" + owner)
                .withLabels(Map.of("slipway.builder", owner)).exec().getId();
    }

    boolean exists(String container) {
        try {
            docker.inspectContainerCmd(container).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    void remove(String container) {
        docker.removeContainerCmd(container).withForce(true).exec();
    }

    @Override
    public void close() {
        docker.listContainersCmd().withShowAll(true).withLabelFilter(Map.of("slipway.builder", owner)).exec()
                .forEach(container -> remove(container.getId()));
        images().forEach(image -> builder().deleteImage(image));
        APPS.forEach(app -> builder().deleteCache(cacheKey(app)));
        docker.removeNetworkCmd(owner).exec();
        try {
            docker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireStack() {
        for (String name : List.of("build-python", "run-python", "build-java", "run-java")) {
            try {
                docker.inspectImageCmd("slipway/" + name + ":trixie").exec();
            } catch (NotFoundException e) {
                fail("the image slipway/" + name + ":trixie is missing; make it with: stack/build-images " + name);
            }
        }
    }

    private String imageRepository() {
        return "slipway-builder/" + owner;
    }

    private String startContainer(String image, String command) {
        String id = docker.createContainerCmd(image).withName("dyno-" + UUID.randomUUID())
                .withCmd("bash", "-c", command).exec().getId();
        docker.startContainerCmd(id).exec();
        return id;
    }

    private String run(String image, String command) {
        String id = startContainer(image, command);
        StringBuilder output = new StringBuilder();
        try (var frames = new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        }) {
            docker.logContainerCmd(id).withStdOut(true).withStdErr(true).withFollowStream(true).exec(frames)
                    .awaitCompletion();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            remove(id);
        }
        return output.toString();
    }
}
