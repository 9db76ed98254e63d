package dev.slipway.platform;

import com.github.dockerjava.api.DockerClient;
import dev.slipway.platform.addon.AddonSettings;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoListener;
import dev.slipway.runtime.DynoState;
import dev.slipway.runtime.RuntimeSettings;
import dev.slipway.runtime.Service;
import dev.slipway.runtime.ServiceEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Backing services in real containers, beside dynos that are none. Removes them all at its end, with their data. */
@TestConfiguration(proxyBeanMethods = false)
public class RealServices {

    /** The engine that nothing but services is asked of. */
    static final class Engine implements DisposableBean {

        /** The test process with number 1 takes the next one, and so on. */
        private static final int FIRST_SUBNET = 230;
        private static final AtomicInteger COUNT = new AtomicInteger();

        private final DockerClient docker;
        private final String name;
        private final DynoEngine dynos;

        Engine(DockerClient docker) {
            this.docker = docker;
            int count = COUNT.getAndIncrement();
            // The same in each run, so that it finds what is left of one that was killed.
            this.name = "backing-it-" + TestProcess.NUMBER + "-" + count;
            String subnet = "10." + (FIRST_SUBNET + TestProcess.NUMBER) + "." + count + ".0/24";
            this.dynos = DynoEngine.onDocker(docker, new RuntimeSettings(name, subnet, Duration.ofSeconds(5), 64, name, Map.of()),
                    new NobodyListens());
            dynos.start();
            removeServices();
        }

        ServiceEngine services() {
            return dynos.services();
        }

        @Override
        public void destroy() {
            removeServices();
            dynos.close();
            docker.removeNetworkCmd(name).exec();
        }

        private void removeServices() {
            services().all().stream().map(Service::name).forEach(services()::remove);
        }
    }

    private static final class NobodyListens implements DynoListener {

        @Override
        public void stateChanged(Dyno dyno, DynoState from) {}

        @Override
        public void wrote(Dyno dyno, Instant at, String text) {}
    }

    @Bean
    Engine realEngine(DockerClient docker) {
        return new Engine(docker);
    }

    /** Who makes an add-on here waits for its server. */
    @Bean
    @Primary
    AddonSettings patient() {
        return new AddonSettings(Duration.ofMinutes(2), 100);
    }

    @Bean
    @Primary
    ServiceEngine realServices(Engine engine) {
        return engine.services();
    }
}
