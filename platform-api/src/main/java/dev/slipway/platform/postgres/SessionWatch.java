package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.backing.Round;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at the sessions of all servers every few seconds and ends what would harm the other databases there, since users can
 * lift the timeouts of their own sessions: statements and idle transactions beyond the plan's limit, hoards of locks, floods
 * of data. Ends rotations whose former login nobody needs any more.
 */
@Component
class SessionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
    private static final String WHERE = " and backend_type = 'client backend' and usename <> 'postgres'";
    private static final long FEW_LOCKS = 100;
    /** Of a session in a database that is being restored beside it, whose name goes on with an underscore, too. */
    private static final String DATABASE = "split_part(datname, '_', 1)";
    /** Since when a session does what it does now. Who calls a function by the fast path has no query. */
    private static final String SECONDS = "extract(epoch from clock_timestamp() - case state when 'active' then query_start "
            + "else state_change end)";

    private final DatabaseRecords records;
    private final Servers servers;
    private final Credentials credentials;
    private final TransferSessions transfers;
    private final Addons addons;
    private final Apps apps;
    private final Releases releases;
    private final AppLogs logs;
    private final PostgresSettings settings;
    /** Per server, whose statements were asked to end at the last look: process id, and the statement's seconds then. */
    private final Map<String, Map<Integer, Long>> asked = new ConcurrentHashMap<>();
    private final Round round = new Round("sessions", this::lookAtAll);

    SessionWatch(DatabaseRecords records, Servers servers, Credentials credentials, TransferSessions transfers, Addons addons,
                 Apps apps, Releases releases, AppLogs logs, PostgresSettings settings) {
        this.records = records;
        this.servers = servers;
        this.credentials = credentials;
        this.transfers = transfers;
        this.addons = addons;
        this.apps = apps;
        this.releases = releases;
        this.logs = logs;
        this.settings = settings;
    }

    private record Watched(Addon addon, PostgresPlan plan) {}

    @Scheduled(fixedDelayString = "${slipway.postgres.watch-every}")
    void pass() {
        round.begin();
    }

    private void lookAtAll() {
        Map<String, Map<String, Watched>> watched = new HashMap<>();
        for (Addon addon : addons.ofDriver(PostgresDriver.KIND)) {
            records.find(addon.id()).ifPresent(database -> watched.computeIfAbsent(database.server, _ -> new HashMap<>())
                    .put(database.name, new Watched(addon, PostgresPlan.of(addons.plan(addon)))));
        }
        watched.forEach((server, databases) -> {
            try (AdminSession session = servers.session(server, "postgres")) {
                Set<Integer> spared = transfers.pids(session);
                asked.put(server, endLongStatements(session, databases, spared, asked.getOrDefault(server, Map.of())));
                endIdleTransactions(session, databases, spared);
                endHoards(session, databases);
                stopFloods(session, databases);
            } catch (RuntimeException e) {
                LOG.warn("The sessions of a server cannot be watched, server={} cause={}", server, e.toString());
            }
        });
        records.rotating().forEach(this::goOn);
    }

    /**
     * @param before of each process whose statement was asked to end, for how many seconds the statement had run then
     * @return the same after this look
     */
    private Map<Integer, Long> endLongStatements(AdminSession session, Map<String, Watched> databases, Set<Integer> spared,
                                                 Map<Integer, Long> before) {
        Map<Integer, Long> now = new HashMap<>();
        session.sql().query("select pid, " + DATABASE + ", " + SECONDS + " from pg_stat_activity "
                + "where state in ('active', 'fastpath function call')" + WHERE, row -> {
            int pid = row.getInt(1);
            long seconds = row.getLong(3);
            Watched owner = databases.get(row.getString(2));
            if (owner != null && exceeds(owner.plan(), seconds) && !spared.contains(pid)) {
                // One that does not end when it is asked ends with its session. A younger one is another.
                long asked = Math.min(before.getOrDefault(pid, seconds), seconds);
                now.put(pid, asked);
                boolean deaf = seconds - asked > 2 * settings.watchEvery().toSeconds() + 1;
                end(session, deaf ? "pg_terminate_backend" : "pg_cancel_backend", pid);
                log(owner.addon(), "a statement that ran for " + seconds + " s was ended. Its plan allows "
                        + owner.plan().queryLimit().orElseThrow().toSeconds() + " s");
            }
        });
        return now;
    }

    private void endIdleTransactions(AdminSession session, Map<String, Watched> databases, Set<Integer> spared) {
        session.sql().query("select pid, " + DATABASE + ", " + SECONDS + " from pg_stat_activity "
                + "where state like 'idle in transaction%'" + WHERE, row -> {
            Watched owner = databases.get(row.getString(2));
            if (owner != null && exceeds(owner.plan(), row.getLong(3)) && !spared.contains(row.getInt(1))) {
                end(session, "pg_terminate_backend", row.getInt(1));
                log(owner.addon(), "a session was ended that was idle in a transaction for " + row.getLong(3) + " s");
            }
        });
    }

    private static boolean exceeds(PostgresPlan plan, long seconds) {
        return plan.queryLimit().filter(limit -> seconds > limit.toSeconds()).isPresent();
    }

    /** All databases of a server share one table of locks: none may have more than a quarter of it. */
    private void endHoards(AdminSession session, Map<String, Watched> databases) {
        session.sql().query("""
                select split_part(a.datname, '_', 1), l.pid from (
                    select pid, database, count(*) as held, sum(count(*)) over (partition by database) as altogether
                    from pg_locks where database is not null group by pid, database) l
                join pg_stat_activity a on a.pid = l.pid
                where l.altogether > current_setting('max_locks_per_transaction')::int
                    * current_setting('max_connections')::int / 4 and l.held > ?""" + WHERE, row -> {
            Watched owner = databases.get(row.getString(1));
            if (owner != null && !owner.plan().own()) {
                end(session, "pg_terminate_backend", row.getInt(2));
                log(owner.addon(), "a session was ended, because the database held too many locks");
            }
        }, FEW_LOCKS);
    }

    /** Only who is busy now can write now. A server of its own is no exception: its disk is that of all. */
    private void stopFloods(AdminSession session, Map<String, Watched> databases) {
        List<String> busy = session.sql().queryForList("select distinct a.datname from pg_stat_activity a join pg_database d "
                + "on d.datname = a.datname where d.datconnlimit <> 0 and a.state <> 'idle'" + WHERE, String.class);
        for (String name : busy) {
            Watched owner = databases.get(name);
            if (owner != null && DatabaseMaker.bytes(session, name) > owner.plan().floodBytes()) {
                session.run("alter database " + Identifiers.quoted(name) + " connection limit 0");
                session.disconnect(name);
                log(owner.addon(), "was closed, because it is more than " + PostgresPlan.FLOOD + " times as big as its plan allows. Empty it "
                        + "with heroku pg:reset, or open it with heroku addons:upgrade");
            }
        }
    }

    private static void end(AdminSession session, String how, int pid) {
        session.sql().query("select " + how + "(?)", row -> {}, pid);
    }

    private void goOn(Credential rotating) {
        try {
            addons.find(rotating.addonId()).ifPresent(addon -> records.find(addon.id()).ifPresent(database -> {
                int connections = servers.connections(database.server, rotating.formerLogin().orElseThrow());
                Set<UUID> unsettled = releases.pending().stream().map(Release::appId).collect(Collectors.toSet());
                Instant latest = rotating.rotatedAt().orElse(Instant.EPOCH).plus(settings.rotation());
                credentials.resume(addon, rotating, connections, unsettled, latest);
            }));
        } catch (RuntimeException e) {
            LOG.warn("A rotation cannot go on and does later, credential={} cause={}", rotating, e.toString());
        }
    }

    private void log(Addon addon, String text) {
        apps.find(addon.appId()).ifPresent(app -> logs.platform(app.key(), "postgres", "Database " + addon.name() + ": " + text));
    }
}
