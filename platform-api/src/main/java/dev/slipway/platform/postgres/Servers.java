package dev.slipway.platform.postgres;

import dev.slipway.platform.backing.BackingDesign;
import dev.slipway.platform.backing.BackingService;
import dev.slipway.platform.backing.BackingServices;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** The servers that databases are on, each a backing service: shared by a class of plans, or an add-on's own. */
@Component
class Servers {

    private static final String PREFIX = "postgres-";
    static final String DATA = "/var/lib/postgresql";
    /** Enough for whoever watches, backs up or rotates while users have all connections. */
    private static final int RESERVED_CONNECTIONS = 8;
    /** Of the server itself, and sessions that are on their way out. */
    private static final int OTHER_PROCESSES = 100;
    private static final int SHARED_BUFFERS_PART = 4;
    private static final long MOST_SHARED_BUFFERS = 8L << 30;

    private final DatabaseRecords records;
    private final BackingServices services;
    private final PostgresSettings settings;
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, ReentrantLock> preparing = new ConcurrentHashMap<>();
    /** Two databases at once must not both take a server's last place. */
    private final ReentrantLock placing = new ReentrantLock();

    Servers(DatabaseRecords records, BackingServices services, PostgresSettings settings) {
        this.records = records;
        this.services = services;
        this.settings = settings;
    }

    /** Where an add-on's database is to be: where it is already, or a server of its plan's kind; that runs from now on. */
    DatabaseEntity place(UUID addonId, PostgresPlan plan) {
        DatabaseEntity database = reserve(addonId, plan);
        services.run(design(database.server, plan));
        prepare(database.server);
        return database;
    }

    private DatabaseEntity reserve(UUID addonId, PostgresPlan plan) {
        placing.lock();
        try {
            String server = records.find(addonId).map(database -> database.server).orElseGet(() -> choose(addonId, plan));
            records.reserveServer(server, plan.sharedBy());
            return records.reserve(addonId, server);
        } finally {
            placing.unlock();
        }
    }

    /** The name of the server that an add-on has for itself. */
    static String own(UUID addonId) {
        return PREFIX + addonId;
    }

    /** Whether a backing service of that name is one of these. */
    static boolean isOne(String name) {
        return name.startsWith(PREFIX);
    }

    private String choose(UUID addonId, PostgresPlan plan) {
        if (plan.own()) {
            return own(addonId);
        }
        String planClass = plan.sharedBy().orElseThrow();
        List<String> servers = records.serversSharedBy(planClass);
        return servers.stream().filter(server -> records.databasesOn(server) < settings.sharedDatabases()).findFirst()
                .orElse(PREFIX + planClass + "-" + (servers.size() + 1));
    }

    private BackingDesign design(String server, PostgresPlan plan) {
        long memory = plan.own() ? plan.memory().toBytes() : settings.sharedMemory();
        return new BackingDesign(server, settings.image(), command(plan, memory),
                Map.of("POSTGRES_PASSWORD", records.password(server)), List.of(AdminSession.PORT), DATA, memory,
                plan.own() ? plan.cpus() : settings.sharedCpus(), connections(plan) + OTHER_PROCESSES, List.of("healthy"), settings.bootTimeout(), Map.of());
    }

    private List<String> command(PostgresPlan plan, long memory) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "max_connections", Integer.toString(connections(plan)),
                "superuser_reserved_connections", Integer.toString(RESERVED_CONNECTIONS - 1),
                "shared_buffers", Math.min(memory / SHARED_BUFFERS_PART, MOST_SHARED_BUFFERS) / 1024 + "kB",
                "shared_preload_libraries", "pg_stat_statements",
                // What a stranger who never says a password can hold.
                "authentication_timeout", "10s",
                // Users can neither fill the lock table of all with a few, nor the queue of NOTIFY with a session that sleeps.
                "max_locks_per_transaction", "128",
                "max_notify_queue_pages", "65536"));
        if (!plan.own()) {
            // Parameters of a query's parallelism are the user's to raise; that there are no workers is not.
            parameters.putAll(Map.of("max_worker_processes", "0", "max_logical_replication_workers", "0",
                    "max_parallel_workers", "0", "max_wal_senders", "0", "wal_level", "minimal",
                    // Statements hold users' data, and no user reads this log.
                    "log_min_error_statement", "panic"));
        }
        List<String> command = new ArrayList<>(List.of("postgres"));
        parameters.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private int connections(PostgresPlan plan) {
        return RESERVED_CONNECTIONS + (plan.own() ? plan.connections() : settings.sharedConnections());
    }

    /** What all databases of a server have in common. Once for each server and start of the platform. */
    void prepare(String server) {
        ReentrantLock lock = preparing.computeIfAbsent(server, _ -> new ReentrantLock());
        lock.lock();
        try {
            if (prepared.contains(server)) {
                return;
            }
            try (AdminSession session = session(server, "postgres")) {
                session.run("revoke all on database postgres, template1 from public");
                Register.prepare(session);
            }
            try (AdminSession template = session(server, "template1")) {
                ServerTemplate.prepare(template);
            }
            prepared.add(server);
        } finally {
            lock.unlock();
        }
    }

    AdminSession session(String server, String database) {
        return AdminSession.open(require(server).address(), database, records.password(server));
    }

    Connection connect(String server, String database) {
        try {
            return AdminSession.connect(require(server).address(), database, records.password(server));
        } catch (SQLException e) {
            throw new PostgresException("Cannot log in to the database " + database + " of " + server, e);
        }
    }

    private BackingService require(String server) {
        return services.find(server).orElseThrow(() -> new PostgresException("The server " + server + " is not there"));
    }

    boolean exists(String server) {
        return services.find(server).isPresent();
    }

    /** Where clients find it, inside dynos and outside. */
    String host() {
        return services.host();
    }

    int port(String server) {
        return require(server).publicPort(AdminSession.PORT);
    }

    /** How many sessions a login has now. */
    int connections(String server, String login) {
        try (AdminSession session = session(server, "postgres")) {
            Integer count = session.sql().queryForObject("select count(*) from pg_stat_activity where usename = ?", Integer.class,
                    login);
            return count == null ? 0 : count;
        }
    }

    /** Removes a server with all its data; its row goes with that of its database. */
    void remove(String server) {
        services.remove(server);
        prepared.remove(server);
        preparing.remove(server);
    }
}
