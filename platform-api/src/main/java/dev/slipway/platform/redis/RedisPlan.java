package dev.slipway.platform.redis;

import dev.slipway.platform.addon.SettingsReader;
import dev.slipway.platform.backing.BackingDesign;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/**
 * What a catalogue file says of a plan.
 *
 * @param image       of the server
 * @param memory      for data; the container gets more, for the server itself and for what it copies while it writes
 * @param connections at once
 * @param cpus        of the container
 */
record RedisPlan(String image, DataSize memory, int connections, double cpus) {

    private static final DataSize SMALLEST = DataSize.ofMegabytes(4);
    private static final DataSize SERVER = DataSize.ofMegabytes(48);

    private static final String MAXMEMORY = "REDIS_MAXMEMORY";
    private static final String CONNECTIONS_LINE = "maxclients ";

    /** @throws IllegalArgumentException listing all mistakes */
    static RedisPlan read(JsonNode settings) {
        SettingsReader reader = new SettingsReader(settings);
        reader.text("memory");
        RedisPlan plan = new RedisPlan(reader.text("image"), reader.memory("memory", SMALLEST, SMALLEST),
                reader.count("connections", 20, "connections"), reader.cpus("cpus", 1));
        reader.end();
        return plan;
    }

    /** What the server has, whatever the catalogue says by now: undoes {@link #environment} and {@link #command}. */
    static RedisPlan of(BackingDesign design) {
        return new RedisPlan(design.image(), DataSize.ofBytes(Long.parseLong(design.environment().getOrDefault(MAXMEMORY, "0"))),
                Integer.parseInt(RedisSettings.line(design, CONNECTIONS_LINE, "0")), design.cpus());
    }

    Map<String, String> environment() {
        return Map.of(MAXMEMORY, Long.toString(memory.toBytes()));
    }

    /** Lines of the server's configuration. */
    List<String> command() {
        return List.of(CONNECTIONS_LINE + connections);
    }

    /** While the server rewrites its log, a second process has a copy of what changes meanwhile. */
    long containerBytes() {
        return SERVER.toBytes() + memory.toBytes() * 3 / 2;
    }
}
