package dev.slipway.platform.container;

import dev.slipway.platform.addon.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/**
 * What a catalogue file says of the container of one plan.
 *
 * @param image       as Docker knows it, for example {@code slipway/addon-memcached:trixie}
 * @param command     what to run in it; empty for what the image says
 * @param ports       of the container, that apps and users reach; the first one is <code>${PORT}</code>
 * @param volume      folder in the container whose contents are kept; empty if nothing is
 * @param health      command in the container that succeeds once it is ready; empty if its first port says so
 * @param memory      of the container
 * @param processes   processes and threads at most
 * @param bootTimeout how long it may take to become ready
 * @param config      what it exports: the part of a config var's name after the attachment's, and its value
 */
record ContainerSettings(String image, List<Template> command, Map<String, Template> environment, List<Integer> ports,
                         Optional<String> volume, List<Template> health, DataSize memory, double cpus,
                         long processes, Duration bootTimeout, Map<String, Template> config) {

    private static final DataSize SMALLEST = DataSize.ofMegabytes(6); // Docker's own limit
    private static final String VARIABLE_NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** @throws IllegalArgumentException listing all mistakes */
    static ContainerSettings read(JsonNode settings) {
        SettingsReader reader = new SettingsReader(settings);
        List<Integer> ports = reader.list("ports", ContainerSettings::port);
        if (ports.isEmpty()) {
            reader.mistake("ports", "lists no port");
        }
        Set<String> inside = ContainerVariables.inside();
        Set<String> outside = new TreeSet<>(ContainerVariables.outside(ports));
        ContainerSettings read = new ContainerSettings(reader.text("image"),
                reader.list("command", text -> Template.of(text, inside)),
                reader.map("environment", text -> Template.of(text, inside)), ports,
                reader.value("volume", Optional.empty(), path -> Optional.of(folder(path))),
                reader.list("health", text -> Template.of(text, inside)),
                reader.memory("memory", DataSize.ofMegabytes(256), SMALLEST), reader.cpus("cpus", 1),
                reader.count("processes", 256, "processes"),
                reader.value("boot_timeout", Duration.ofMinutes(1), DurationStyle::detectAndParse),
                reader.map("config", text -> Template.of(text, outside)));
        if (read.config.isEmpty()) {
            reader.mistake("config", "exports nothing");
        }
        names(read.environment.keySet()).forEach(name -> reader.mistake("environment." + name, "is no name of a variable"));
        names(read.config.keySet()).forEach(name -> reader.mistake("config." + name, "is no end of a config var's name"));
        reader.end();
        return read;
    }

    private static Set<String> names(Set<String> names) {
        return names.stream().filter(name -> !name.matches(VARIABLE_NAME)).collect(Collectors.toSet());
    }

    private static int port(String text) {
        return Stream.of(text).filter(digits -> digits.matches("[0-9]{1,5}")).map(Integer::valueOf)
                .filter(port -> port >= 1 && port <= 65535).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is no port, 1 to 65535"));
    }

    private static String folder(String path) {
        if (!path.matches("(/[A-Za-z0-9._-]+)+") || path.contains("/..")) {
            throw new IllegalArgumentException("is no absolute path of a folder");
        }
        return path;
    }
}
