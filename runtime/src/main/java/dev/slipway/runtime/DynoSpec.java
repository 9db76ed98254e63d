package dev.slipway.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * Everything needed to launch one dyno.
 *
 * @param app         the app's immutable key, {@code [a-z0-9-]{1,64}}
 * @param appName     the app's name, for container names only
 * @param release     release number, from 1
 * @param type        process type, {@code [A-Za-z0-9_-]{1,63}}, for example {@code web}
 * @param number      from 1; {@code type.number} is the dyno's name
 * @param image       image reference
 * @param command     shell command line, run by {@code bash -c} inside the container
 * @param environment environment variables; {@code PORT} and {@code DYNO} are added by the engine
 * @param listens     whether it must accept connections on {@code PORT} to be up (process type {@code web})
 * @param memoryBytes memory limit
 * @param cpuShares   relative CPU weight, 1024 is normal
 * @param bootTimeout how long it may take to accept connections (Heroku: 60 s, else R10)
 */
public record DynoSpec(String app, String appName, int release, String type, int number, String image, String command,
                       Map<String, String> environment, boolean listens, long memoryBytes, int cpuShares,
                       Duration bootTimeout) {

    /** The dyno's name, for example {@code web.1}. */
    public String name() {
        return type + "." + number;
    }
}
