package dev.slipway.platform.deploy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that one platform process at a time works on a database: an advisory lock that PostgreSQL gives back when
 * the process dies, however it dies. A second process waits, as it should during an upgrade. The lock is gone, too, when
 * PostgreSQL itself was restarted: {@link #holds} tells.
 */
final class InstanceLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceLock.class);
    /** Any constant; "slipway" on a phone's keys. */
    private static final long KEY = 7_547_929;

    private static final int PATIENCE_SECONDS = 5;

    private final Connection connection;

    private InstanceLock(Connection connection) {
        this.connection = connection;
    }

    /** Waits until no other process holds the lock. Keeps one connection of the pool for itself. */
    static InstanceLock acquire(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet free = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
                free.next();
                if (free.getBoolean(1)) {
                    return new InstanceLock(connection);
                }
            }
            LOG.info("Another platform process works on this database; waiting for it to end");
            statement.execute("select pg_advisory_lock(" + KEY + ")");
            return new InstanceLock(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether the session that holds the lock still lives. */
    boolean holds() {
        try {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        // Back in the pool the session would live on, and the lock with it.
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock(" + KEY + ")");
        } finally {
            connection.close();
        }
    }
}
