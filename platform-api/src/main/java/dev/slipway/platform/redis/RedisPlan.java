package dev.slipway.platform.redis;

import dev.slipway.platform.addon.SettingsReader;
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

    /** @throws IllegalArgumentException listing all mistakes */
    static RedisPlan read(JsonNode settings) {
        SettingsReader reader = new SettingsReader(settings);
        reader.text("memory");
        RedisPlan plan = new RedisPlan(reader.text("image"), reader.value("memory", SMALLEST, RedisPlan::memory),
                reader.value("connections", 20, RedisPlan::connections), reader.value("cpus", 1.0, RedisPlan::cpus));
        reader.end();
        return plan;
    }

    /** While the server rewrites its log, a second process has a copy of what changes meanwhile. */
    long containerBytes() {
        return SERVER.toBytes() + memory.toBytes() * 3 / 2;
    }

    private static DataSize memory(String text) {
        DataSize memory = DataSize.parse(text);
        if (memory.compareTo(SMALLEST) < 0) {
            throw new IllegalArgumentException("is less than " + SMALLEST.toMegabytes() + "MB");
        }
        return memory;
    }

    private static int connections(String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException("is no number of connections, 1 to 99999");
        }
        return Integer.parseInt(text);
    }

    private static double cpus(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?") || Double.parseDouble(text) <= 0) {
            throw new IllegalArgumentException("is no number of CPUs, such as 0.5");
        }
        return Double.parseDouble(text);
    }
}
