package dev.slipway.runtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything needed to run one service.
 *
 * @param name        {@code [a-z0-9][a-z0-9-]{0,50}}, unique in this installation
 * @param image       image reference
 * @param user        {@code uid} or {@code uid:gid} in digits, uid not 0; empty for the image's user, which must not be root
 * @param command     arguments for the image's entrypoint; empty for the image's own
 * @param environment environment variables, with any value but none with a NUL character
 * @param files       what its container finds in its file system when it starts
 * @param ports       what it listens on, most important first
 * @param volume      absolute path at which its data is mounted, which outlives its container; empty for none
 * @param limits      what it may use at most
 * @param health      a command, run inside, that exits with 0 once the service is healthy; empty to wait until the first
 *                    port accepts connections
 * @param bootTimeout how long it may take to become healthy
 * @param labels      what the caller wants to know of it later; names that begin with {@code slipway.service} and the names
 *                    of dynos' labels are the engine's own
 */
public record ServiceSpec(String name, String image, Optional<String> user, List<String> command,
                          Map<String, String> environment, List<File> files, List<Port> ports, Optional<String> volume,
                          Limits limits, List<String> health, Duration bootTimeout, Map<String, String> labels) {
    static final String NAME = "[a-z0-9][a-z0-9-]{0,50}";

    /**
     * A port and where the host's other side of it is.
     *
     * @param container the port on which the service listens, 1 to 65535
     * @param address   address of the host, dotted IPv4; {@code 0.0.0.0} for all
     * @param host      the host's port, 1 to 65535
     */
    public record Port(int container, String address, int host) {

        /** @throws IllegalArgumentException saying which value has another shape than stated above */
        public Port {
            check(isPort(container), "port", container);
            check(isPort(host), "port of the host", host);
            check(address.matches("\\d{1,3}(\\.\\d{1,3}){3}"), "address of the host", address);
        }

        private static boolean isPort(int number) {
            return number >= 1 && number <= 65_535;
        }
    }

    /**
     * A file that every process of the service can read and none can write, for example with a password.
     *
     * @param path absolute, outside the volume
     */
    public record File(String path, String content) {

        /** @throws IllegalArgumentException if the path is not absolute, or leaves the folder that it names */
        public File {
            check(path.matches("(/[A-Za-z0-9_.-]+)+") && !path.contains("/.."), "file", path);
        }

        /** Without the content, which may be secret. */
        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * @param memoryBytes memory, of which none is swapped
     * @param nanoCpus    processors, 1,000,000,000 for one; 0 for all of the machine's
     * @param cpuShares   relative CPU weight where they are contended, 1024 is normal
     * @param processes   processes and threads
     */
    public record Limits(long memoryBytes, long nanoCpus, int cpuShares, long processes) {

        /** @throws IllegalArgumentException saying which value is not positive */
        public Limits {
            check(memoryBytes > 0, "memory", memoryBytes);
            check(nanoCpus >= 0, "processors", nanoCpus);
            check(cpuShares > 0, "CPU shares", cpuShares);
            check(processes > 0, "number of processes", processes);
        }
    }

    /** @throws IllegalArgumentException saying which value has another shape than stated above; none is printed if secret */
    public ServiceSpec {
        check(name.matches(NAME), "name", name);
        check(!image.isBlank(), "image", image);
        user.ifPresent(id -> check(id.matches("[1-9]\\d{0,9}(:\\d{1,10})?"), "user", id));
        command.forEach(argument -> checkText(argument, "command"));
        health.forEach(argument -> checkText(argument, "health command"));
        environment.forEach((variable, value) -> {
            check(!variable.isEmpty() && variable.indexOf('=') < 0, "environment variable", variable);
            checkText(variable, "environment variable");
            checkText(value, "environment variable " + variable);
        });
        volume.ifPresent(path -> check(path.matches("(/[A-Za-z0-9_.-]+)+") && !path.contains("/.."), "volume", path));
        Set<Integer> published = new HashSet<>();
        ports.forEach(port -> check(published.add(port.host()), "port, it is there twice", port.host()));
        check(!health.isEmpty() || !ports.isEmpty(), "health", "with neither a command nor a port nobody can tell");
        check(bootTimeout.isPositive(), "boot timeout", bootTimeout);
        labels.keySet().forEach(label -> check(!label.isBlank() && !ServiceLabels.isOurs(label), "label", label));
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = List.copyOf(files);
        ports = List.copyOf(ports);
        health = List.copyOf(health);
        labels = Map.copyOf(labels);
    }

    private static void check(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("not a service's " + what + ": " + value);
        }
    }

    private static void checkText(String text, String what) {
        check(text.indexOf('\0') < 0, what, "with a NUL character");
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "service " + name + " of image " + image;
    }
}
