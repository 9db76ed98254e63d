package dev.slipway.platform.deploy;

import dev.slipway.platform.build.BuildRunner;
import dev.slipway.platform.build.RunningBuild;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Builds that nobody waits for: the API answered already, and their output is followed or read later. */
@Component
class ApiBuilds implements BuildRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ApiBuilds.class);

    private final DeployPipeline pipeline;

    ApiBuilds(DeployPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void begin(RunningBuild build) {
        Thread.ofVirtual().name("deploy " + build.app().name()).start(() -> {
            try {
                pipeline.run(build);
            } catch (RuntimeException e) {
                LOG.error("Build could not be deployed, app={} build={}", build.app().name(), build.id(), e);
            }
        });
    }
}
