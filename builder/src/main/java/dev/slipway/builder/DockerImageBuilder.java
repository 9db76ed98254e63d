package dev.slipway.builder;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class DockerImageBuilder implements ImageBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(DockerImageBuilder.class);

    private final DockerClient docker;
    private final BuilderSettings settings;
    private final NetworkVariables network;

    DockerImageBuilder(DockerClient docker, BuilderSettings settings, NetworkVariables network) {
        this.docker = docker;
        this.settings = settings;
        this.network = network;
    }

    @Override
    public void start() {
        try {
            createNetwork();
            for (Container leftover : leftovers()) {
                LOG.info("removing {}, left over from a build that did not finish", leftover.getNames()[0]);
                docker.removeContainerCmd(leftover.getId()).withForce(true).withRemoveVolumes(true).exec();
            }
        } catch (RuntimeException e) {
            throw new BuilderException("prepare builds on network", settings.network(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public BuildOutcome build(BuildRequest request, BuildLog log) {
        return new BuildRun(docker, settings, network, request, log).outcome();
    }

    @Override
    public void deleteCache(String cacheKey) {
        Check.name("cacheKey", cacheKey);
        try {
            docker.removeVolumeCmd(cacheVolume(cacheKey)).exec();
        } catch (NotFoundException e) {
            LOG.debug("there is no cache {}", cacheKey);
        } catch (ConflictException e) {
            throw new BuilderException("delete cache", cacheKey, "a build is using it; try again when that is done", e);
        } catch (RuntimeException e) {
            throw new BuilderException("delete cache", cacheKey, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void tagImage(String image, String copy) {
        int colon = copy.lastIndexOf(':');
        try {
            docker.tagImageCmd(image, copy.substring(0, colon), copy.substring(colon + 1)).exec();
        } catch (RuntimeException e) {
            throw new BuilderException("tag image", image, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void deleteImage(String image) {
        try {
            docker.removeImageCmd(image).exec();
        } catch (NotFoundException e) {
            LOG.debug("there is no image {}", image);
        } catch (ConflictException e) {
            throw new BuilderException("delete image", image, "a container still runs it; stop that first", e);
        } catch (RuntimeException e) {
            throw new BuilderException("delete image", image, String.valueOf(e.getMessage()), e);
        }
    }

    static String cacheVolume(String cacheKey) {
        return "slipway-cache-" + cacheKey;
    }

    private void createNetwork() {
        try {
            docker.inspectNetworkCmd().withNetworkId(settings.network()).exec();
        } catch (NotFoundException e) {
            docker.createNetworkCmd().withName(settings.network()).withCheckDuplicate(true)
                    .withOptions(Map.of("com.docker.network.bridge.enable_icc", "false")).exec();
        }
    }

    /** By name as well as by label: a dyno inherits the labels of its image, which are those of the slug container. */
    private List<Container> leftovers() {
        return docker.listContainersCmd().withShowAll(true).withLabelFilter(Map.of(Labels.OWNER, settings.owner())).exec()
                .stream().filter(container -> names(container).anyMatch(BuildRun::isContainerName)).toList();
    }

    private static Stream<String> names(Container container) {
        return Arrays.stream(container.getNames()).map(name -> name.substring(1));
    }
}
