package dev.slipway.platform.wiring;

import com.github.dockerjava.api.DockerClient;
import dev.slipway.platform.status.SystemCheck;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class DockerCheck implements SystemCheck {

    private final DockerClient docker;

    DockerCheck(DockerClient docker) {
        this.docker = docker;
    }

    @Override
    public System system() {
        return System.APPS;
    }

    @Override
    public Optional<Trouble> look() {
        docker.pingCmd().exec();
        return Optional.empty();
    }

    @Override
    public Trouble silence() {
        return new Trouble(true, "Docker does not answer", "Dynos cannot be started; those that run may be gone.");
    }
}
