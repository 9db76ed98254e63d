package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.quoted;

import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a database holds.
 *
 * @param rows   over all tables: PostgreSQL's estimate, or counted where the estimate is near the plan's limit
 * @param bytes  on disk
 * @param tables of users
 */
record Usage(long rows, long bytes, int tables) {

    private static final double NEAR = 0.8;
    private static final String TABLES = """
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')""";

    private record Table(String schema, String name) {}

    /** @param inside the database */
    static Usage of(AdminSession inside, PostgresPlan plan) {
        JdbcTemplate sql = inside.sql();
        long estimate = number(sql, "select coalesce(sum(n_live_tup), 0) from pg_stat_user_tables");
        Optional<Long> limit = plan.rows();
        boolean near = limit.filter(most -> estimate > NEAR * most).isPresent();
        return new Usage(near ? counted(inside, estimate) : estimate,
                number(sql, "select pg_database_size(current_database())"), (int) number(sql, "select count(*) " + TABLES));
    }

    /** A count reads no view and calls no function of a user's. One that takes too long is an estimate. */
    private static long counted(AdminSession inside, long estimate) {
        List<Table> tables = inside.sql().query("select n.nspname, c.relname " + TABLES,
                (row, _) -> new Table(row.getString(1), row.getString(2)));
        try {
            inside.run("set statement_timeout = '30s'");
            long rows = 0;
            for (Table table : tables) {
                rows += number(inside.sql(), "select count(*) from only " + quoted(table.schema()) + "." + quoted(table.name()));
            }
            return rows;
        } catch (DataAccessException e) {
            return estimate;
        } finally {
            inside.run("set statement_timeout = '5min'");
        }
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
                .map(most -> String.format("%,d rows of %,d", rows, most))
                .orElseGet(() -> Sizes.text(bytes) + " of " + Sizes.text(plan.size().toBytes()));
    }
}
