package dev.slipway.builder;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The container that becomes the image: the stack's run image, and {@code /app} as the build left it. Never started. */
final class SlugContainer {

    private final DockerClient docker;
    private final String id;

    private SlugContainer(DockerClient docker, String id) {
        this.docker = docker;
        this.id = id;
    }

    /** @throws com.github.dockerjava.api.exception.NotFoundException if the run image is missing */
    static SlugContainer create(DockerClient docker, String name, String runImage, Map<String, String> environment,
                                Map<String, String> labels) {
        return new SlugContainer(docker, docker.createContainerCmd(runImage).withName(name).withLabels(labels)
                .withUser("app").withWorkingDir("/app").withEnv(BuildEnvironment.format(environment)).exec().getId());
    }

    /**
     * Unpacks the built app.
     *
     * @param app a tar of one directory, {@code app}; closed at the end
     * @return size of the tar
     * @throws BuildFailedException if that is more than {@code maxBytes}
     */
    long fill(InputStream app, long maxBytes) throws IOException {
        try (LimitedInputStream limited = new LimitedInputStream(app, maxBytes)) {
            try {
                docker.copyArchiveToContainerCmd(id).withRemotePath("/").withTarInputStream(limited).exec();
            } catch (RuntimeException e) {
                if (limited.exceeded()) {
                    throw new BuildFailedException("the app and its dependencies are larger than "
                            + Text.bytes(maxBytes) + ": require less, and keep large files out of git");
                }
                throw e;
            }
            return limited.count();
        }
    }

    /** @param image {@code repository:tag} */
    void commit(String image) {
        int colon = image.lastIndexOf(':');
        docker.commitCmd(id).withRepository(image.substring(0, colon)).withTag(image.substring(colon + 1)).exec();
    }
}
