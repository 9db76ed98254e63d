package dev.slipway.platform.backup;

import static dev.slipway.platform.postgres.Database.NEW;
import static dev.slipway.platform.postgres.Database.OLD;
import static dev.slipway.platform.postgres.Identifiers.quoted;

import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * New contents for a database, in one step: a second one is made beside it, filled, and takes its name. The first one keeps
 * its rows and its sessions until then. Both are on one server, and what has a name of ours there is one's leftover: only one
 * replacement of a database is made at a time.
 */
@Component
class Replacements {

    private static final int SWITCH_ATTEMPTS = 5;
    /** PostgreSQL waits for sessions to end before it renames, and says so with this after 5 seconds. */
    private static final String OBJECT_IN_USE = "55006";

    private final Databases databases;

    Replacements(Databases databases) {
        this.databases = databases;
    }

    /** What the server said; the cause has the statement's error. */
    static final class DatabaseException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DatabaseException(String message, SQLException cause) {
            super(message, cause);
        }
    }

    /** Bytes on its disk of the database of this name, which is on the server of {@code database}. */
    long sizeBytes(Database database, String name) {
        return withServer(database, "measure", connection -> Long.parseLong(
                texts(connection, "select pg_database_size(?)", name).getFirst()));
    }

    /** Whether users are kept out of it, because it is far beyond its plan. */
    boolean isClosed(Database database) {
        return withServer(database, "look at", connection -> exists(connection,
                "select datname from pg_database where datconnlimit = 0 and datname = ?", database.name()));
    }

    /**
     * Makes an empty database with the rights and settings of this one, to which users have no way yet. To be called while
     * nobody else changes this one.
     */
    void prepare(Database database) {
        discard(database);
        String name = database.name() + NEW;
        withServer(database, "make a second one beside", connection -> {
            // Closed to users until it is theirs alone.
            run(connection, "create database " + quoted(name) + " connection limit 0");
            run(connection, "revoke all on database " + quoted(name) + " from public");
            copyProperties(connection, database);
            return name;
        });
        withSession(prepared(database), "give away", connection -> {
            run(connection, "alter schema public owner to " + quoted(database.owner()));
            return name;
        });
    }

    /**
     * Opens the prepared database for whoever fills it.
     *
     * @param connections that the plan allows
     */
    void open(Database database, int connections) {
        withServer(database, "open", connection -> {
            copyLimit(connection, database, connections);
            return connections;
        });
    }

    /** Gives the prepared database the grants and settings that this one has now, and no others. */
    private static void copyProperties(Connection connection, Database database) throws SQLException {
        String name = database.name() + NEW;
        statements(connection, """
                select format('revoke all on database %I from %I', d.datname, grantee.rolname)
                from pg_database d, aclexplode(d.datacl) entry join pg_roles grantee on grantee.oid = entry.grantee
                where d.datname = ? and entry.grantee <> d.datdba""", name);
        statements(connection, """
                select format('grant %s on database %I to %I', entry.privilege_type, ?::text, grantee.rolname)
                from pg_database d, aclexplode(d.datacl) entry join pg_roles grantee on grantee.oid = entry.grantee
                where d.datname = ? and entry.grantee <> d.datdba""", name, database.name());
        run(connection, "alter database " + quoted(name) + " reset all");
        // Users cannot set these, so that a list of names, whose value is quoted already, is no trap.
        statements(connection, """
                select format('alter database %I set %I = %s', ?::text, name,
                    case when name in ('search_path', 'session_preload_libraries', 'local_preload_libraries')
                        then value else quote_literal(value) end)
                from pg_database d
                join pg_db_role_setting s on s.setdatabase = d.oid and s.setrole = 0,
                unnest(s.setconfig) setting,
                lateral (select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value) parts
                where d.datname = ?""", name, database.name());
    }

    /** The limit goes along, too, unless it is what keeps users out: a restore is a way to open a database again. */
    private static void copyLimit(Connection connection, Database database, int connections) throws SQLException {
        statements(connection, "select format('alter database %I connection limit %s', ?::text, case datconnlimit when 0 then ?::int "
                + "else datconnlimit end) from pg_database where datname = ?", database.name() + NEW,
                Integer.toString(connections), database.name());
    }

    /**
     * Installs an extension in the database that {@link #prepare} made, for its owner. To be called before {@link #open}: where
     * users can have put something, a superuser installs nothing.
     *
     * @throws DatabaseException if the server has no such extension, or it is not for users
     */
    void install(Database database, ExtensionName extension) {
        withSession(prepared(database), "install " + extension + " in", connection -> {
            run(connection, "set role " + quoted(database.owner()));
            run(connection, extension.sql());
            return extension;
        });
    }

    /** The database that {@link #prepare} makes. */
    static Database prepared(Database database) {
        return new Database(database.addonId(), database.server(), database.name() + NEW, database.owner(), database.login());
    }

    /**
     * Gives the prepared database the name of this one, whose sessions end, and what changed of its rights and settings since.
     * The old one is left, under a name of ours. To be called while nobody else changes this one.
     *
     * @param connections that the plan allows
     */
    void putInPlace(Database database, int connections) {
        String name = quoted(database.name());
        withServer(database, "replace", connection -> {
            run(connection, "alter database " + name + " with allow_connections false");
            for (int attempt = 1; ; attempt++) {
                disconnect(connection, database.name());
                disconnect(connection, database.name() + NEW);
                try {
                    exchange(connection, database, connections);
                    return name;
                } catch (SQLException e) {
                    if (attempt == SWITCH_ATTEMPTS || !OBJECT_IN_USE.equals(e.getSQLState())) {
                        throw e;
                    }
                }
            }
        });
    }

    /** All or nothing: what is done to a database's name and properties can be rolled back. */
    private static void exchange(Connection connection, Database database, int connections) throws SQLException {
        connection.setAutoCommit(false);
        try {
            copyProperties(connection, database);
            copyLimit(connection, database, connections);
            run(connection, "alter database " + quoted(database.name()) + " rename to " + quoted(database.name() + OLD));
            run(connection, "alter database " + quoted(database.name() + NEW) + " rename to " + quoted(database.name()));
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * Opens the database again after a replacement that ended at whichever point.
     *
     * @return whether none waits any more to be put in its place: after {@link #prepare}, whether it is in place
     */
    boolean reopen(Database database) {
        return withServer(database, "open", connection -> {
            if (isThere(connection, database.name())) {
                run(connection, "alter database " + quoted(database.name()) + " with allow_connections true");
            }
            return !isThere(connection, database.name() + NEW);
        });
    }

    /** Removes whatever is left of a replacement, at whichever point it ended. */
    void discard(Database database) {
        withServer(database, "clean up beside", connection -> {
            for (String leftover : List.of(database.name() + NEW, database.name() + OLD)) {
                run(connection, "drop database if exists " + quoted(leftover) + " with (force)");
            }
            return database;
        });
    }

    private static boolean isThere(Connection connection, String name) throws SQLException {
        return exists(connection, "select datname from pg_database where datname = ?", name);
    }

    private static boolean exists(Connection connection, String query, String argument) throws SQLException {
        return !texts(connection, query, argument).isEmpty();
    }

    /** Ends the sessions whose names begin so and that are in the database, or in the one beside it. */
    void endSessions(Database database, String sessionName) {
        withServer(database, "end sessions in", connection -> texts(connection, "select pg_terminate_backend(pid, 5000)::text "
                + "from pg_stat_activity where starts_with(application_name, ?) and datname in (?, ?)", sessionName, database.name(),
                database.name() + NEW));
    }

    private static void disconnect(Connection connection, String name) throws SQLException {
        texts(connection, "select pg_terminate_backend(pid, 5000)::text from pg_stat_activity where datname = ?", name);
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T withServer(Database database, String what, Work<T> work) {
        try (Connection connection = databases.administer(database.server())) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException("Cannot " + what + " the database " + database.name() + " on " + database.server(), e);
        }
    }

    private <T> T withSession(Database database, String what, Work<T> work) {
        try (Connection connection = databases.administer(database)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException("Cannot " + what + " the database " + database.name() + " on " + database.server(), e);
        }
    }

    /** Runs what a query makes. */
    private static void statements(Connection connection, String query, String... arguments) throws SQLException {
        for (String statement : texts(connection, query, arguments)) {
            run(connection, statement);
        }
    }

    private static List<String> texts(Connection connection, String query, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
