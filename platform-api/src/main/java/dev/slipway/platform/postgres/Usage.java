package dev.slipway.platform.postgres;

import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a database holds, by PostgreSQL's own books. Rows are never counted: to plan even {@code select count(*)} evaluates the
 * expressions of a table's indexes and statistics, which call functions of users, as whoever counts.
 *
 * @param rows   over all tables: what PostgreSQL counted of commits since it last read the table, so exact for small ones
 * @param bytes  on disk
 * @param tables of users
 */
record Usage(long rows, long bytes, int tables) {

    /** A server that crashed has forgotten what it counted; then the size at the last vacuum or analyze is all there is. */
    private static final String ROWS = """
            select coalesce(sum(case when s.n_live_tup + s.n_tup_ins + s.n_tup_del = 0 then greatest(c.reltuples, 0)
                else s.n_live_tup end), 0)::bigint
            from pg_stat_user_tables s join pg_class c on c.oid = s.relid where c.relkind in ('r', 'm')""";
    private static final String TABLES = """
            select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')""";

    /** @param inside the database */
    static Usage of(AdminSession inside) {
        return new Usage(number(inside.sql(), ROWS), number(inside.sql(), "select pg_database_size(current_database())"),
                (int) number(inside.sql(), TABLES));
    }

    private static long number(JdbcTemplate sql, String query) {
        Long value = sql.queryForObject(query, Long.class);
        return value == null ? 0 : value;
    }

    boolean exceeds(PostgresPlan plan) {
        return plan.rows().filter(most -> rows > most).isPresent() || bytes > plan.size().toBytes();
    }

    /** For people: which limit it exceeds. */
    String excess(PostgresPlan plan) {
        return plan.rows().filter(most -> rows > most)
                .map(most -> String.format(Locale.ROOT, "%,d rows of %,d", rows, most))
                .orElseGet(() -> Sizes.text(bytes) + " of " + Sizes.text(plan.size().toBytes()));
    }
}
