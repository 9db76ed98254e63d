package dev.slipway.platform.wiring;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection to Docker, from {@code DOCKER_HOST} or the local socket. */
@Configuration(proxyBeanMethods = false)
class DockerConfiguration {

    /** Each dyno's log holds a connection open for as long as the dyno runs. */
    private static final int MOST_CONNECTIONS = 4096;

    // Without an API version in its URLs each engine answers in its own newest version: 20.10 to 29 and on.
    @Bean(destroyMethod = "close")
    DockerClient dockerClient() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        return DockerClientImpl.getInstance(config, new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(10))
                .build());
    }
}
