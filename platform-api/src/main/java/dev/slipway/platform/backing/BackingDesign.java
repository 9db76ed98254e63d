package dev.slipway.platform.backing;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a backing service is to be.
 *
 * @param name        {@code [a-z0-9][a-z0-9-]{0,50}}, unique in the installation
 * @param image       image reference; it must be on this host
 * @param command     arguments for the image's entrypoint; empty for the image's own
 * @param environment may hold secrets: encrypted at rest, never shown
 * @param ports       on which it listens; each is published on a port of the host that is chosen once and kept
 * @param mount       absolute path of its data, which outlives its container; empty for none
 * @param memoryBytes memory at most
 * @param cpus        processors at most, 0 for all of the machine's
 * @param processes   processes and threads at most
 * @param health      run inside, exits with 0 once it is healthy; empty to wait until the first port accepts connections
 * @param bootTimeout how long it may take until then
 * @param labels      on its container and its data, for whoever finds them without this platform's database
 */
public record BackingDesign(String name, String image, List<String> command, Map<String, String> environment,
                            List<Integer> ports, String mount, long memoryBytes, double cpus, long processes,
                            List<String> health, Duration bootTimeout, Map<String, String> labels) {

    public BackingDesign {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
        health = List.copyOf(health);
        labels = Map.copyOf(labels);
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "backing service " + name + " of image " + image;
    }
}
