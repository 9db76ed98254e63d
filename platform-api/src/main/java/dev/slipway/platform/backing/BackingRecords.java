package dev.slipway.platform.backing;

import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
     * @throws NoFreePortException if all ports are given away
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
                ports.put(port, give(design.name(), port, Optional.ofNullable(former.get(port)), Set.of()));
            }
        }
        return ports;
    }

    /** @param former stands in URLs that somebody has, and is taken even if the range was another one then */
    private int give(String service, int containerPort, Optional<Integer> former, Set<Integer> taken) {
        Set<Integer> unfree = new HashSet<>(sql.queryForList("select port from backing_port", Integer.class));
        unfree.addAll(taken);
        int free = IntStream.concat(former.stream().mapToInt(Integer::intValue).filter(BackingSettings::isPort),
                        IntStream.rangeClosed(settings.firstPort(), settings.lastPort()))
                .filter(port -> !unfree.contains(port)).findFirst().orElseThrow(() -> new NoFreePortException(settings));
        sql.update("insert into backing_port (port, service, container_port) values (?, ?, ?)", free, service, containerPort);
        return free;
    }

    /**
     * Gives the service other ports instead of those that somebody else listens on.
     *
     * @param taken all of these that are known; none of them is given
     * @throws NoFreePortException if there is no other one
     */
    @Transactional
    Map<Integer, Integer> replace(String service, Set<Integer> taken) {
        sql.execute("lock table backing_port in share row exclusive mode");
        ports(service).forEach((containerPort, port) -> {
            if (taken.contains(port)) {
                sql.update("delete from backing_port where port = ?", port);
                give(service, containerPort, Optional.empty(), taken);
            }
        });
        return ports(service);
    }

    @Transactional
    void prove(String name) {
        sql.update("update backing_service set proven = true where name = ?", name);
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

    /** The same, if the service has run once. */
    @Transactional(readOnly = true)
    Optional<BackingDesign> proven(String name) {
        return sql.query("select design from backing_service where name = ? and proven", (row, _) -> read(row.getBytes("design")),
                name).stream().findFirst();
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
