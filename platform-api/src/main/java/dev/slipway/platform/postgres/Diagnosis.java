package dev.slipway.platform.postgres;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What {@code heroku pg:diagnose} looks at. Reads PostgreSQL's own views only. */
final class Diagnosis {

    private static final Logger LOG = LoggerFactory.getLogger(Diagnosis.class);
    private static final double CONNECTIONS_YELLOW = 0.75;
    private static final double CONNECTIONS_RED = 0.9;
    private static final double HIT_RATE_GREEN = 0.99;
    private static final double HIT_RATE_YELLOW = 0.9;
    /** Fewer reads say nothing. */
    private static final long READS = 10_000;
    private static final String OTHERS = " from pg_stat_activity where datname = current_database() and usename <> 'postgres'"
            + " and backend_type = 'client backend' and ";

    private Diagnosis() {}

    /**
     * @param status  {@code green}, {@code yellow}, {@code red} or {@code skipped}
     * @param results a list of rows, or one named value; empty if there is nothing to see
     */
    record Check(String name, String status, Object results) {

        /** Skipped where a user's lock is in the way. */
        static Check rows(String name, String otherwise, Supplier<List<Map<String, Object>>> query) {
            try {
                List<Map<String, Object>> rows = query.get();
                return new Check(name, rows.isEmpty() ? "green" : otherwise, rows);
            } catch (DataAccessException e) {
                LOG.debug("A database cannot be diagnosed, check={}", name, e);
                return new Check(name, "skipped", List.of());
            }
        }
    }

    static List<Check> of(AdminSession inside, PostgresPlan plan) {
        JdbcTemplate sql = inside.sql();
        return List.of(connections(sql, plan),
                Check.rows("Long Queries", "yellow", () -> sql.queryForList("select pid, clock_timestamp() - query_start as duration, "
                        + "left(query, 80) as query" + OTHERS + "state = 'active' and clock_timestamp() - query_start > interval '1 min'")
                        .stream().map(Diagnosis::printable).toList()),
                Check.rows("Long Transactions", "yellow", () -> sql.queryForList("select pid, clock_timestamp() - xact_start as duration, "
                        + "left(query, 80) as query" + OTHERS + "clock_timestamp() - xact_start > interval '5 min'")
                        .stream().map(Diagnosis::printable).toList()),
                Check.rows("Idle in Transaction", "red", () -> sql.queryForList("select pid, clock_timestamp() - state_change as duration, "
                        + "left(query, 80) as query" + OTHERS + "state like 'idle in transaction%' "
                        + "and clock_timestamp() - state_change > interval '1 min'").stream().map(Diagnosis::printable).toList()),
                Check.rows("Indexes", "yellow", () -> sql.queryForList("""
                        select 'Never used' as reason, schemaname || '.' || indexrelname as index,
                            pg_size_pretty(pg_relation_size(s.indexrelid)) as index_size
                        from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid
                        where idx_scan = 0 and not indisunique and pg_relation_size(s.indexrelid) > 1024 * 1024
                        order by pg_relation_size(s.indexrelid) desc limit 20""")),
                Check.rows("Bloat", "yellow", () -> sql.queryForList("""
                        select schemaname || '.' || relname as object, n_dead_tup as dead_rows, n_live_tup as live_rows
                        from pg_stat_user_tables where n_dead_tup > 10000 and n_dead_tup > n_live_tup
                        order by n_dead_tup desc limit 20""")),
                hitRate(sql),
                Check.rows("Blocking Queries", "red", () -> sql.queryForList("""
                        select a.pid as blocked, array_to_string(pg_blocking_pids(a.pid), ' ') as blocking, left(a.query, 80) as query
                        from pg_stat_activity a where a.datname = current_database() and cardinality(pg_blocking_pids(a.pid)) > 0""")),
                Check.rows("Sequences", "red", () -> sql.queryForList("""
                        select schemaname || '.' || sequencename as sequence, round(100.0 * last_value / max_value) as percent_used
                        from pg_sequences where increment_by > 0 and last_value > 0.9 * max_value""")));
    }

    private static Check connections(JdbcTemplate sql, PostgresPlan plan) {
        Long count = sql.queryForObject("select count(*)" + OTHERS + "true", Long.class);
        double used = (count == null ? 0 : count) / (double) plan.connections();
        return new Check("Connection Count", used >= CONNECTIONS_RED ? "red" : used >= CONNECTIONS_YELLOW ? "yellow" : "green",
                Map.of("count", count == null ? 0 : count));
    }

    private static Check hitRate(JdbcTemplate sql) {
        Map<String, Object> blocks = sql.queryForMap("select coalesce(sum(heap_blks_hit), 0)::bigint as hit, "
                + "coalesce(sum(heap_blks_read), 0)::bigint as read from pg_statio_user_tables");
        long hit = ((Number) blocks.get("hit")).longValue();
        long read = ((Number) blocks.get("read")).longValue();
        if (hit + read < READS) {
            return new Check("Hit Rate", "green", List.of());
        }
        double rate = hit / (double) (hit + read);
        return new Check("Hit Rate", rate >= HIT_RATE_GREEN ? "green" : rate >= HIT_RATE_YELLOW ? "yellow" : "red",
                List.of(Map.of("name", "overall cache hit rate", "ratio", String.format(Locale.ROOT, "%.4f", rate))));
    }

    /** PostgreSQL's intervals as text. */
    private static Map<String, Object> printable(Map<String, Object> row) {
        row.replaceAll((_, value) -> value instanceof Number ? value : String.valueOf(value));
        return row;
    }
}
