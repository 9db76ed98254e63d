package dev.slipway.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * Everything needed to launch one dyno.
 *
 * @param app         the app's immutable key, {@code [a-z0-9-]{1,64}}
 * @param appName     the app's name, for container names only, {@code [A-Za-z0-9_.-]{1,100}}
 * @param release     release number, from 1
 * @param type        process type, {@code [A-Za-z0-9_-]{1,63}}, for example {@code web}
 * @param number      from 1; {@code type.number} is the dyno's name
 * @param image       image reference
 * @param command     shell command line, run by {@code bash -c} inside the container
 * @param environment environment variables, with any value but none with a NUL character; {@code PORT} and {@code DYNO}
 *                    are set by the engine
 * @param listens     whether it must accept connections on {@code PORT} to be up (process type {@code web})
 * @param memoryBytes memory limit
 * @param cpuShares   relative CPU weight, 1024 is normal
 * @param bootTimeout how long it may take to accept connections (Heroku: 60 s, else R10)
 */
public record DynoSpec(String app, String appName, int release, String type, int number, String image, String command,
                       Map<String, String> environment, boolean listens, long memoryBytes, int cpuShares,
                       Duration bootTimeout) {

    /** @throws IllegalArgumentException saying which value has another shape than stated above */
    public DynoSpec {
        check(app.matches("[a-z0-9-]{1,64}"), "app", app);
        check(appName.matches("[A-Za-z0-9_.-]{1,100}"), "app name", appName);
        check(release >= 1, "release", release);
        check(type.matches("[A-Za-z0-9_-]{1,63}"), "process type", type);
        check(number >= 1, "number", number);
        check(!image.isBlank(), "image", image);
        check(command.indexOf('\0') < 0, "command", "with a NUL character");
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            check(!name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0, "environment variable", name);
            check(variable.getValue().indexOf('\0') < 0, "environment variable " + name, "with a NUL character");
        }
        check(memoryBytes > 0, "memory", memoryBytes);
        check(cpuShares > 0, "CPU shares", cpuShares);
        check(bootTimeout.isPositive(), "boot timeout", bootTimeout);
        environment = Map.copyOf(environment);
    }

    private static void check(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("not a dyno's " + what + ": " + value);
        }
    }

    /** The dyno's name, for example {@code web.1}. */
    public String name() {
        return type + "." + number;
    }
}
