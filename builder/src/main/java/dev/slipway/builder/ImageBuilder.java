package dev.slipway.builder;

import com.github.dockerjava.api.DockerClient;

/** Builds images from source trees. Safe for use from any thread; several builds may run at once. */
public interface ImageBuilder {

    /**
     * A builder on one Docker Engine, from API 1.41 (20.10) to the newest, which holds the stack's images
     * ({@code stack/build-images}).
     *
     * @param client not closed by the builder
     */
    static ImageBuilder onDocker(DockerClient client, BuilderSettings settings) {
        return new DockerImageBuilder(client, settings, NetworkVariables.of(System.getenv()));
    }

    /**
     * Creates the build network if it is missing and removes the containers of builds that a crash cut off. To be called
     * before the first build, never while one of the same owner runs.
     *
     * @throws BuilderException if Docker does not answer
     */
    void start();

    /**
     * Builds one source tree; returns when it is done. An interrupt cancels the build: its containers are removed, the
     * outcome is {@link BuildOutcome.Failed} with the reason {@code build cancelled}, and the thread stays interrupted.
     *
     * @param log receives the build's output, from the detected language to the size of the slug; called from one thread
     *            at a time
     * @throws BuilderException if Docker does not answer, or an image of the stack is missing
     */
    BuildOutcome build(BuildRequest request, BuildLog log);

    /**
     * Forgets the dependencies kept for {@code cacheKey}; unknown keys are ignored.
     *
     * @throws BuilderException if a build is using the cache
     */
    void deleteCache(String cacheKey);

    /**
     * Gives an image that {@link #build} made a second reference. Its layers stay for as long as one of the two does.
     *
     * @param image the reference in {@link BuildOutcome.Built}
     * @param copy  {@code repository:tag}; replaced if it exists
     * @throws BuilderException if there is no such image
     */
    void tagImage(String image, String copy);

    /**
     * Removes an image that {@link #build} or {@link #tagImage} made; unknown images are ignored.
     *
     * @param image the reference in {@link BuildOutcome.Built}
     * @throws BuilderException if a container still runs it
     */
    void deleteImage(String image);
}
