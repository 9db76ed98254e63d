package dev.slipway.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** A test on the whole platform of {@link PlatformFixture}, on a free port and in folders of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(PlatformFixture.class)
@ContextConfiguration(initializers = PlatformTest.Folders.class)
public @interface PlatformTest {

    /**
     * Stops all platforms after the last test, each before its database. Spring would do so when the process ends, while
     * Testcontainers removes the databases.
     */
    class End implements LauncherSessionListener {

        @Override
        public void launcherSessionClosed(LauncherSession session) {
            Folders.PLATFORMS.forEach(ConfigurableApplicationContext::close);
        }
    }

    /** Sets what must be known before the first bean is made. */
    class Folders implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        private static final Queue<ConfigurableApplicationContext> PLATFORMS = new ConcurrentLinkedQueue<>();

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            PLATFORMS.add(context);
            try {
                Path home = Files.createTempDirectory("slipway-test");
                TestPropertyValues.of("slipway.home=" + home.resolve("home"), "slipway.secrets=" + home.resolve("secrets"),
                        "slipway.builder.free-disk=1MB", "slipway.runtime.boot-timeout=1s", "slipway.runtime.drain=0s",
                        "slipway.rendezvous.port=0", "slipway.addons.catalogue=src/test/addons",
                        "slipway.addons.patience=5s", "slipway.addons.retry=2s",
                        "slipway.addons.ports=" + TestProcess.addonPorts()).applyTo(context);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
