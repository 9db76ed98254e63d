package dev.slipway.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a router until SIGTERM, then drains it for up to 30 s. Configured by the environment, see
 * {@code RouterEnvironment}; exits with 2 if that is wrong and with 1 if the router cannot start.
 */
public final class RouterMain {

    static {
        // Not at logback's usual place, where it would also configure a program that has this jar as a library.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/slipway/router/logback.xml");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RouterMain.class);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private RouterMain() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        switch (RouterEnvironment.read(System.getenv())) {
            case RouterEnvironment.Valid(RouterSettings settings, Path tokenFile) -> run(settings, tokenFile);
            case RouterEnvironment.Invalid(var mistakes) -> {
                mistakes.forEach(LOG::error);
                System.exit(2);
            }
        }
    }

    private static void run(RouterSettings settings, Path tokenFile) {
        RouterServer router = new RouterServer(settings, () -> token(tokenFile));
        try {
            router.start();
        } catch (IOException e) {
            LOG.error("the router cannot start: {}", e.getMessage());
            System.exit(1);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(
                () -> LOG.info("stopped, {} connections cut off", router.stop(DRAIN)), "shutdown"));
    }

    // Read at each use: the control plane writes the file at its own first start, and may replace it.
    private static Optional<String> token(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
