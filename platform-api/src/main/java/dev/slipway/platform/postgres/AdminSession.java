package dev.slipway.platform.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A superuser's session in one database of an add-on server, where users define what they like: whoever makes it run code of
 * theirs is superuser. So there is a rule for every statement here, and it has no exceptions:
 *
 * <ul>
 * <li>It reads relations of {@code pg_catalog} only, and calls functions of {@code pg_catalog} only, which alone is on the
 *     search path. Functions that take the oid of a user's relation and look at its files or counters are fine.
 * <li>It never queries, analyzes, vacuums, reindexes, refreshes or rewrites a relation of a user's, however plain: planning
 *     alone evaluates the expressions of its indexes, statistics, partitions and views, before a row is read. Nor is it known
 *     to be the table that it was a moment ago. Its name may be part of statements that change owners or privileges, and of
 *     those that drop it: they change catalogs.
 * <li>{@code set role} and {@code set session authorization} are no wall: code that runs inside may reset them. What must look
 *     into tables logs in as the database's own login, as the programs of backups do.
 * <li>Extensions are installed where no user can have put anything yet, or by users.
 * </ul>
 */
final class AdminSession implements AutoCloseable {

    static final String SUPERUSER = "postgres";
    static final int PORT = 5432;
    private static final int SECONDS_TO_CONNECT = 10;
    /** More than any statement may take. */
    private static final int SECONDS_TO_ANSWER = 360;

    /** For sessions to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connection connection;
    private final JdbcTemplate sql;

    private AdminSession(Connection connection) {
        this.connection = connection;
        this.sql = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    static AdminSession open(String address, String database, String password) {
        try {
            return new AdminSession(connect(address, database, password));
        } catch (SQLException e) {
            throw new PostgresException("Cannot log in to the database " + database + " at " + address, e);
        }
    }

    static Connection connect(String address, String database, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", Integer.toString(SECONDS_TO_CONNECT));
        // Of a server that takes connections and does not answer.
        properties.setProperty("loginTimeout", Integer.toString(SECONDS_TO_CONNECT));
        properties.setProperty("socketTimeout", Integer.toString(SECONDS_TO_ANSWER));
        properties.setProperty("ApplicationName", "slipway");
        properties.setProperty("options", "-c search_path=pg_catalog -c statement_timeout=5min -c lock_timeout=10s "
                + "-c default_transaction_read_only=off -c log_statement=none -c log_min_duration_statement=-1 "
                // The rule above, as far as PostgreSQL keeps it by itself.
                + "-c restrict_nonsystem_relation_kind=view,foreign-table");
        String host = address.contains(":") ? "[" + address + "]" : address;
        Connection connection = new Driver().connect("jdbc:postgresql://" + host + ":" + PORT + "/" + database, properties);
        if (connection == null) {
            throw new SQLException("The driver does not take the address " + address);
        }
        return connection;
    }

    JdbcTemplate sql() {
        return sql;
    }

    /** Runs one statement that has no parameters. */
    void run(String statement) {
        sql.execute(statement);
    }

    boolean exists(String query, Object... arguments) {
        return Boolean.TRUE.equals(sql.queryForObject("select exists (" + query + ")", Boolean.class, arguments));
    }

    /** Sends the server a hash of it only, so that none of its logs can have it. */
    void password(String role, String password) {
        try {
            connection.unwrap(PGConnection.class).alterUserPassword(role, password.toCharArray(), "scram-sha-256");
        } catch (SQLException e) {
            throw new PostgresException("Cannot set the password of " + role, e);
        }
    }

    /** Ends all sessions in a database but this one. */
    void disconnect(String database) {
        end("datname", database);
    }

    /** Ends all sessions of a role. */
    void logOff(String login) {
        end("usename", login);
    }

    /** All are told at once, and all together have {@link #PATIENCE}. Sessions that begin meanwhile are not meant. */
    private void end(String column, String value) {
        List<Integer> told = sql.query("select pid, pg_terminate_backend(pid) from pg_stat_activity where " + column
                + " = ? and pid <> pg_backend_pid()", (row, _) -> row.getInt(1), value);
        Instant latest = Instant.now().plus(PATIENCE);
        while (!told.isEmpty() && live(told) && Instant.now().isBefore(latest)) {
            run("select pg_sleep(0.05)");
        }
    }

    private boolean live(List<Integer> pids) {
        return exists("select from pg_stat_activity where pid in ("
                + pids.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new PostgresException("Cannot end a session", e);
        }
    }
}
