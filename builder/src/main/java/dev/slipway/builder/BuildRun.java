package dev.slipway.builder;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One build, from source tree to image; used once. The steps run on a thread of their own: to stop them, whatever they
 * wait for, their containers are removed.
 */
final class BuildRun {

    private static final String BUILD_CONTAINER = "slipway-build-";
    private static final String SLUG_CONTAINER = "slipway-slug-";
    private static final Logger LOG = LoggerFactory.getLogger(BuildRun.class);
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);
    private static final String PROCESSES = "/slipway/result/processes";
    private static final String DISK_FULL = "the disk of the machine is full; tell its administrator, then push again";

    private final DockerClient docker;
    private final BuilderSettings settings;
    private final NetworkVariables network;
    private final BuildRequest request;
    private final BuildLog log;
    private final List<String> containers;
    private final Map<String, String> labels;

    private volatile @Nullable String stopReason;
    private volatile boolean diskFull;

    BuildRun(DockerClient docker, BuilderSettings settings, NetworkVariables network, BuildRequest request,
             BuildLog log) {
        this.docker = docker;
        this.settings = settings;
        this.network = network;
        this.request = request;
        this.log = log;
        this.containers = Stream.concat(
                IntStream.range(0, Math.max(1, request.buildpacks().size())).mapToObj(this::buildContainer),
                Stream.of(SLUG_CONTAINER + request.buildId())).toList();
        this.labels = Map.of(Labels.OWNER, settings.owner(), Labels.BUILD, request.buildId());
    }

    BuildOutcome outcome() {
        FutureTask<BuildOutcome> steps = new FutureTask<>(this::runSteps);
        Thread.ofVirtual().name("build-" + request.buildId()).start(steps);
        try {
            return steps.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return stop(steps, "the build took longer than " + Text.duration(settings.timeout()) + " and was stopped");
        } catch (InterruptedException e) {
            BuildOutcome cancelled = stop(steps, "build cancelled");
            Thread.currentThread().interrupt();
            return cancelled;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BuilderException known ? known : new IllegalStateException(e.getCause());
        }
    }

    static boolean isContainerName(String name) {
        return name.startsWith(BUILD_CONTAINER) || name.startsWith(SLUG_CONTAINER);
    }

    private BuildOutcome stop(FutureTask<BuildOutcome> steps, String reason) {
        stopReason = reason;
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        boolean interrupted = false;
        while (System.nanoTime() < deadline) {
            // Again and again: the steps may be just about to create one.
            removeContainers();
            try {
                if (steps.get(200, TimeUnit.MILLISECONDS) instanceof BuildOutcome.Built) {
                    removeImage();
                }
                break;
            } catch (TimeoutException e) {
                LOG.debug("build {} has not stopped yet", request.buildId());
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                LOG.warn("build {} failed while it was stopped", request.buildId(), e.getCause());
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new BuildOutcome.Failed(reason);
    }

    private BuildOutcome runSteps() {
        try {
            return build();
        } catch (BuildFailedException e) {
            return new BuildOutcome.Failed(e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            String reason = stopReason;
            if (reason != null) {
                return new BuildOutcome.Failed(reason);
            }
            if (String.valueOf(e.getMessage()).contains("no space left on device")) {
                return new BuildOutcome.Failed(DISK_FULL);
            }
            throw e instanceof BuilderException known ? known
                    : new BuilderException("build", request.image(), String.valueOf(e.getMessage()), e);
        } finally {
            removeContainers();
        }
    }

    /** What one buildpack of the build made; its container is there until the build ends. */
    private record Stage(Buildpack buildpack, Buildpack.Plan plan, BuildContainer container) {}

    private BuildOutcome build() throws IOException, InterruptedException {
        SourceTree source = SourceTree.read(request.sourceTar());
        List<Buildpack> buildpacks = request.buildpacks().stream().map(Buildpack::require).toList();
        if (buildpacks.isEmpty()) {
            buildpacks = Buildpack.detect(source).stream().toList();
        }
        if (buildpacks.isEmpty()) {
            NoLanguage.advice(source).forEach(log::line);
            return new BuildOutcome.NotDetected();
        }
        requireRecognised(buildpacks, source);
        List<Stage> stages = new ArrayList<>();
        for (Buildpack buildpack : buildpacks) {
            stages.add(compile(buildpack, source, stages));
        }
        Stage last = stages.getLast();
        Map<String, String> processTypes = ProcessTypes.discover(source, last.container().result(PROCESSES), log);

        log.line("-----> Compressing...");
        long bytes = makeImage(stages);
        log.line("       Done: " + Text.bytes(bytes));
        return new BuildOutcome.Built(request.image(),
                buildpacks.stream().map(Buildpack::name).collect(Collectors.joining(", ")), processTypes, bytes);
    }

    /** Before anything is built: the first buildpack may work for minutes until the second fails. */
    private void requireRecognised(List<Buildpack> buildpacks, SourceTree source) throws BuildFailedException {
        for (Buildpack buildpack : buildpacks) {
            if (!buildpack.recognises(source)) {
                log.line("-----> Using set buildpack heroku/" + buildpack.key());
                throw new BuildFailedException("App not compatible with buildpack heroku/" + buildpack.key()
                        + ", which is set: the root directory has none of " + String.join(", ", buildpack.rootFiles())
                        + ". Add one, or let Slipway detect the language: heroku buildpacks:clear");
            }
        }
    }

    /** @param earlier stages of this build; the last one's {@code /app} is what this one begins with */
    private Stage compile(Buildpack buildpack, SourceTree source, List<Stage> earlier)
            throws IOException, InterruptedException {
        proceed();
        if (!request.buildpacks().isEmpty()) {
            log.line("-----> Using set buildpack heroku/" + buildpack.key());
        }
        log.line("-----> " + buildpack.name() + " app detected");
        Buildpack.Plan plan = buildpack.plan(source);
        plan.notices().forEach(log::line);
        BuildContainer container = createBuildContainer(buildContainer(earlier.size()), buildpack, plan);
        if (earlier.isEmpty()) {
            container.copyIn("/app", source::writeTo);
        } else {
            container.copyAppFrom(earlier.getLast().container());
        }
        container.copyIn("/", tar -> writeScripts(buildpack, tar));
        compile(container, buildpack);
        return new Stage(buildpack, plan, container);
    }

    private String buildContainer(int stage) {
        return BUILD_CONTAINER + request.buildId() + (stage == 0 ? "" : "-" + (stage + 1));
    }

    private BuildContainer createBuildContainer(String name, Buildpack buildpack, Buildpack.Plan plan) {
        String image = settings.stackImage("build-" + buildpack.key());
        String[] environment = BuildEnvironment.of(network, request, "slipway-" + settings.stackTag(),
                plan.buildEnvironment());
        return requiringImage(image, () -> BuildContainer.create(docker, settings, name,
                image, DockerImageBuilder.cacheVolume(request.cacheKey()), environment, labels));
    }

    private static void writeScripts(Buildpack buildpack, OutputStream out) throws IOException {
        try (AppTar tar = new AppTar(out)) {
            tar.directory("slipway");
            tar.directory("slipway/result");
            tar.file("slipway/common.sh", Buildpack.resource("common.sh"));
            tar.file("slipway/compile", Buildpack.resource(buildpack.key() + "/compile.sh"));
            for (String name : buildpack.resources()) {
                tar.file("slipway/" + name, Buildpack.resource(buildpack.key() + "/" + name));
            }
        }
    }

    private void compile(BuildContainer container, Buildpack buildpack) throws IOException, InterruptedException {
        OutputLines lines = new OutputLines(this::buildLine);
        AtomicLong printed = new AtomicLong();
        int exitCode = container.run(bytes -> {
            if (printed.addAndGet(bytes.length) <= settings.maxLogBytes()) {
                lines.accept(bytes);
            } else if (stopReason == null) {
                stopReason = "the build printed more than " + Text.bytes(settings.maxLogBytes()) + " and was stopped";
                removeContainers();
            }
        });
        lines.end();
        proceed();
        if (exitCode == 0) {
            return;
        }
        if (exitCode == BuildContainer.OUT_OF_MEMORY) {
            throw new BuildFailedException("the build ran out of memory, of which it may use "
                    + Text.bytes(settings.memoryBytes()) + ": require less, or ask your administrator for more");
        }
        throw new BuildFailedException(diskFull ? DISK_FULL : "failed to compile " + buildpack.name() + " app");
    }

    private void buildLine(String line) {
        if (line.contains("No space left on device")) {
            diskFull = true;
        }
        log.line(line);
    }

    /** @return size of {@code /app} in the image */
    private long makeImage(List<Stage> stages) throws IOException {
        proceed();
        Stage last = stages.getLast();
        if (stages.size() > 1) {
            log.line("       Dynos run on the stack's image for " + last.buildpack().name() + ", the last buildpack");
        }
        String runImage = settings.stackImage("run-" + last.buildpack().key());
        Map<String, String> environment =
                BuildEnvironment.ofImage(stages.stream().map(stage -> stage.plan().imageEnvironment()).toList());
        SlugContainer slug = requiringImage(runImage, () -> SlugContainer.create(docker,
                SLUG_CONTAINER + request.buildId(), runImage, environment, labels));
        long bytes = slug.fill(last.container().app(), settings.maxSlugBytes());
        proceed();
        slug.commit(request.image());
        return bytes;
    }

    private static <T> T requiringImage(String image, Supplier<T> creation) {
        try {
            return creation.get();
        } catch (NotFoundException e) {
            throw new BuilderException("create a container from", image,
                    "the image is not on this machine; its administrator makes it with stack/build-images", e);
        }
    }

    private void proceed() {
        if (stopReason != null) {
            throw new IllegalStateException("build " + request.buildId() + " was stopped");
        }
    }

    private void removeImage() {
        try {
            docker.removeImageCmd(request.image()).exec();
        } catch (RuntimeException e) {
            LOG.warn("image {} of the stopped build {} was not removed", request.image(), request.buildId(), e);
        }
    }

    private void removeContainers() {
        for (String container : containers) {
            try {
                docker.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
            } catch (NotFoundException e) {
                LOG.trace("{} is gone", container);
            } catch (RuntimeException e) {
                // For example while Docker is removing it already. What really stays, goes at the next start.
                LOG.debug("{} was not removed", container, e);
            }
        }
    }
}
