package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.literal;
import static dev.slipway.platform.postgres.Identifiers.quoted;

import dev.slipway.platform.api.ApiException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Makes databases and roles on a server what their rows and plan say, whatever is there of them already.
 *
 * <p>A database is the superuser's: its owner could lift its limits. All in it is its owner role's, which has no login; who logs
 * in is a member of that. What a login made is the owner's after the next pass of {@link DatabaseWatch}, so that logins can go.
 */
@Component
class DatabaseMaker {

    private static final String NOTHING_SPECIAL = " nosuperuser nocreatedb nocreaterole noreplication nobypassrls";
    private static final String SUCCESSOR = "_reset";
    /** What may be left beside a database of a change that was cut off: of a reset, or of a restore. */
    private static final List<String> BESIDE = List.of(SUCCESSOR, Database.NEW, Database.OLD);
    private static final long MOST_TEMPORARY = 1L << 30;

    private final Servers servers;

    DatabaseMaker(Servers servers) {
        this.servers = servers;
    }

    void make(String server, DatabaseEntity database, List<Credential> credentials, PostgresPlan plan) {
        try (AdminSession session = servers.session(server, "postgres")) {
            credentials.forEach(credential -> ensureRole(session, credential.role()));
            ensureLogins(session, credentials, plan);
            furnish(session, server, database, database.name, credentials, plan);
            session.run("alter database " + quoted(database.name) + " connection limit " + plan.connections());
        }
    }

    /** @param name of the database itself, or of its successor; a new one is closed to users until it is opened */
    private void furnish(AdminSession session, String server, DatabaseEntity database, String name, List<Credential> credentials,
                         PostgresPlan plan) {
        if (!session.exists("select from pg_database where datname = ?", name)) {
            session.run("create database " + quoted(name) + " connection limit 0");
        }
        session.run("revoke all on database " + quoted(name) + " from public");
        credentials.forEach(credential -> grantConnection(session, name, credential));
        configure(session, name, plan);
        try (AdminSession inside = servers.session(server, name)) {
            if (inside.exists("select from pg_namespace where nspname = 'public'")) {
                inside.run("alter schema public owner to " + quoted(database.owner));
            }
        }
    }

    /**
     * Makes an empty database beside one, with its rights, limits and settings. Users get in only when it has taken the other
     * one's place: see {@link #succeed}.
     *
     * @param extensions to be in it
     * @throws ApiException 422 if one of these cannot be; then nothing is left of it
     */
    void makeSuccessor(String server, DatabaseEntity database, List<Credential> credentials, PostgresPlan plan,
                       List<String> extensions) {
        String name = database.name + SUCCESSOR;
        try (AdminSession session = servers.session(server, "postgres")) {
            dropDatabase(session, name);
            try {
                furnish(session, server, database, name, credentials, plan);
                UserSettings.of(session, database.name).forEach((parameter, value) ->
                        session.run("alter database " + quoted(name) + " set " + parameter + " = " + literal(value)));
                install(server, name, database.owner, extensions);
            } catch (RuntimeException e) {
                dropDatabase(session, name);
                throw e;
            }
        }
    }

    /** As the owner: extensions that are trusted need no more, and users may have no others. */
    private void install(String server, String name, String owner, List<String> extensions) {
        try (AdminSession inside = servers.session(server, name)) {
            inside.run("set role " + quoted(owner));
            for (String extension : extensions) {
                try {
                    inside.run("create extension if not exists " + quoted(extension) + " schema public cascade");
                } catch (DataAccessException e) {
                    throw ApiException.invalid("The extension " + extension + " cannot be installed, so nothing was changed. "
                            + "PostgreSQL says: " + e.getMostSpecificCause().getMessage());
                }
            }
        }
    }

    /** Puts the successor in the database's place, if there is one. The data of the database is gone then, its name stays. */
    void succeed(String server, DatabaseEntity database) {
        String successor = database.name + SUCCESSOR;
        try (AdminSession session = servers.session(server, "postgres")) {
            if (session.exists("select from pg_database where datname = ?", successor)) {
                dropDatabase(session, database.name);
                session.disconnect(successor);
                session.run("alter database " + quoted(successor) + " rename to " + quoted(database.name));
            }
        }
    }

    private static void ensureRole(AdminSession session, String role) {
        if (!session.exists("select from pg_roles where rolname = ?", role)) {
            session.run("create role " + quoted(role) + " nologin" + NOTHING_SPECIAL);
        }
    }

    /** Gives each credential its login, beside a former one. The logins of an add-on see and end each other's sessions. */
    private static void ensureLogins(AdminSession session, List<Credential> credentials, PostgresPlan plan) {
        credentials.forEach(credential -> ensureLogin(session, credential, plan));
        credentials.stream().filter(Credential::isDefault).forEach(first -> credentials.stream()
                .filter(other -> !other.isDefault())
                .forEach(other -> session.run("grant " + quoted(other.login()) + " to " + quoted(first.login()))));
    }

    private static void ensureLogin(AdminSession session, Credential credential, PostgresPlan plan) {
        ensureRole(session, credential.login());
        session.password(credential.login(), credential.password());
        session.run("grant " + quoted(credential.role()) + " to " + quoted(credential.login()));
        credential.formerLogin().filter(former -> session.exists("select from pg_roles where rolname = ?", former))
                .ifPresent(former -> session.run("grant " + quoted(former) + " to " + quoted(credential.login())));
        session.run("alter role " + quoted(credential.login()) + " login connection limit " + plan.connections());
    }

    /** Makes what credentials of a database that is there lack. */
    void makeCredentials(String server, DatabaseEntity database, List<Credential> credentials, PostgresPlan plan) {
        try (AdminSession session = servers.session(server, "postgres")) {
            credentials.forEach(credential -> ensureRole(session, credential.role()));
            ensureLogins(session, credentials, plan);
            credentials.forEach(credential -> grantConnection(session, database.name, credential));
        }
    }

    private static void grantConnection(AdminSession session, String name, Credential credential) {
        session.run("grant connect, temporary" + (credential.isDefault() ? ", create" : "") + " on database "
                + quoted(name) + " to " + quoted(credential.role()));
    }

    /** Applies the limits of a plan to a database that is there. One that was closed is opened if the plan is large enough. */
    void limit(String server, DatabaseEntity database, List<Credential> credentials, PostgresPlan plan) {
        try (AdminSession session = servers.session(server, "postgres")) {
            configure(session, database.name, plan);
            credentials.stream().flatMap(Credential::logins).forEach(login ->
                    session.run("alter role " + quoted(login) + " connection limit " + plan.connections()));
            if (bytes(session, database.name) <= plan.floodBytes()) {
                session.run("alter database " + quoted(database.name) + " connection limit " + plan.connections());
            }
        }
    }

    /** On disk. */
    static long bytes(AdminSession session, String database) {
        Long bytes = session.sql().queryForObject("select pg_database_size(?::name)", Long.class, database);
        return bytes == null ? 0 : bytes;
    }

    private static void configure(AdminSession session, String database, PostgresPlan plan) {
        String extensions = String.join(",", ServerTemplate.extensions(session));
        Map<String, String> parameters = new LinkedHashMap<>();
        // By these names heroku pg:extensions asks, the first for the plans essential-*, the second for the others.
        parameters.put("rds.allowed_extensions", extensions);
        parameters.put("extwlist.extensions", extensions);
        parameters.put("temp_file_limit", Long.toString(Math.min(plan.size().toBytes(), MOST_TEMPORARY) / 1024));
        Duration limit = plan.queryLimit().orElse(Duration.ZERO);
        parameters.put("statement_timeout", Long.toString(limit.toMillis()));
        parameters.put("idle_in_transaction_session_timeout", Long.toString(limit.toMillis()));
        BiConsumer<String, String> set = (name, value) -> session.run("alter database " + quoted(database) + " set " + name
                + " = " + literal(value));
        parameters.forEach(set);
    }

    /** Removes a database, what a restore has beside it, and its roles; what is not there is fine. */
    void drop(String server, DatabaseEntity database, List<Credential> credentials) {
        try (AdminSession session = servers.session(server, "postgres")) {
            BESIDE.forEach(beside -> dropDatabase(session, database.name + beside));
            dropDatabase(session, database.name);
            credentials.stream().flatMap(Credential::logins).forEach(login -> dropRole(session, login));
            credentials.forEach(credential -> dropRole(session, credential.role()));
            Register.forget(session, database.addonId);
        }
    }

    private static void dropDatabase(AdminSession session, String name) {
        if (session.exists("select from pg_database where datname = ?", name)) {
            // Who logs in between the end of the sessions and the drop would be in its way.
            session.run("alter database " + quoted(name) + " connection limit 0");
            session.run("drop database " + quoted(name) + " with (force)");
        }
    }

    private static void dropRole(AdminSession session, String role) {
        session.logOff(role);
        session.run("drop role if exists " + quoted(role));
    }

    /**
     * Ends a role and its sessions; what it made and may do is its heir's, or nobody's. One that is gone is fine.
     *
     * @param heir a role
     */
    void dropRole(String server, DatabaseEntity database, String role, String heir) {
        try (AdminSession session = servers.session(server, database.name)) {
            if (session.exists("select from pg_roles where rolname = ?", role)) {
                session.run("alter role " + quoted(role) + " nologin");
                session.logOff(role);
                session.run("reassign owned by " + quoted(role) + " to " + quoted(heir));
                session.run("drop owned by " + quoted(role));
                session.run("drop role " + quoted(role));
            }
        }
    }

    /** Gives what roles own to another role. */
    void reassign(String server, DatabaseEntity database, List<String> roles, String heir) {
        try (AdminSession session = servers.session(server, database.name)) {
            roles.stream().filter(role -> session.exists("select from pg_roles where rolname = ?", role))
                    .forEach(role -> session.run("reassign owned by " + quoted(role) + " to " + quoted(heir)));
        }
    }
}
