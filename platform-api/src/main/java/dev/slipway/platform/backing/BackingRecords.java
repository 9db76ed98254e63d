package dev.slipway.platform.backing;

import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

/** The rows of backing services and of their ports. */
@Component
class BackingRecords {

    private final JdbcTemplate sql;
    private final Vault vault;
    private final ObjectMapper json;
    private final BackingSettings settings;
    private final Clock clock;

    BackingRecords(JdbcTemplate sql, Vault vault, ObjectMapper json, BackingSettings settings, Clock clock) {
        this.sql = sql;
        this.vault = vault;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Notes the design, and gives a port of the host to each port that has none.
     *
     * @param former port of the container to port of the host that it had before, taken again where it is free
     * @return port of the container to port of the host
     * @throws IllegalStateException if all ports are given away
     */
    @Transactional
    Map<Integer, Integer> note(BackingDesign design, Map<Integer, Integer> former) {
        sql.update("insert into backing_service (name, design, created_at) values (?, ?, ?) "
                        + "on conflict (name) do update set design = excluded.design", design.name(),
                vault.encrypt(json.writeValueAsString(design)), Instant.now(clock).atOffset(ZoneOffset.UTC));
        sql.execute("lock table backing_port in share row exclusive mode");
        Map<Integer, Integer> ports = ports(design.name());
        for (int port : design.ports()) {
            if (!ports.containsKey(port)) {
                ports.put(port, give(design.name(), port, former.getOrDefault(port, settings.firstPort())));
            }
        }
        return ports;
    }

    private int give(String service, int containerPort, int from) {
        List<Integer> given = sql.queryForList("select port from backing_port", Integer.class);
        int free = IntStream.rangeClosed(from, settings.lastPort()).filter(port -> !given.contains(port)).findFirst()
                .orElseThrow(() -> new IllegalStateException("All ports for add-ons are given away (slipway.addons.ports, "
                        + settings.firstPort() + "-" + settings.lastPort() + "). Widen the range."));
        sql.update("insert into backing_port (port, service, container_port) values (?, ?, ?)", free, service, containerPort);
        return free;
    }

    /** Gives the service the next port instead of {@code taken}. */
    @Transactional
    Map<Integer, Integer> replace(String service, int taken) {
        sql.execute("lock table backing_port in share row exclusive mode");
        List<Integer> containerPort = sql.queryForList("delete from backing_port where port = ? and service = ? "
                + "returning container_port", Integer.class, taken, service);
        containerPort.forEach(port -> give(service, port, taken + 1));
        return ports(service);
    }

    @Transactional
    void prove(String name) {
        sql.update("update backing_service set proven = true where name = ?", name);
    }

    @Transactional(readOnly = true)
    boolean isProven(String name) {
        return !sql.queryForList("select name from backing_service where name = ? and proven", name).isEmpty();
    }

    @Transactional
    void forget(String name) {
        sql.update("delete from backing_service where name = ?", name);
    }

    @Transactional(readOnly = true)
    Optional<BackingDesign> design(String name) {
        return sql.query("select design from backing_service where name = ?", (row, _) -> read(row.getBytes("design")), name)
                .stream().findFirst();
    }

    /** Those that have run once. */
    @Transactional(readOnly = true)
    List<BackingDesign> proven() {
        return sql.query("select design from backing_service where proven order by name",
                (row, _) -> read(row.getBytes("design")));
    }

    @Transactional(readOnly = true)
    Map<Integer, Integer> ports(String name) {
        Map<Integer, Integer> ports = new HashMap<>();
        sql.query("select container_port, port from backing_port where service = ?",
                row -> { ports.put(row.getInt("container_port"), row.getInt("port")); }, name);
        return ports;
    }

    private BackingDesign read(byte[] design) {
        return json.readValue(vault.decrypt(design), BackingDesign.class);
    }
}
