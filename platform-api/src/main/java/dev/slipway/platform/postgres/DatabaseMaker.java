package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.literal;
import static dev.slipway.platform.postgres.Identifiers.quoted;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
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
    private static final long MOST_TEMPORARY = 1L << 30;

    private final Servers servers;

    DatabaseMaker(Servers servers) {
        this.servers = servers;
    }

    /** @param extensions to install in it at once, of those that users may install; none if it is there already */
    void make(String server, DatabaseEntity database, List<Credential> credentials, PostgresPlan plan, List<String> extensions) {
        try (AdminSession session = servers.session(server, "postgres")) {
            credentials.forEach(credential -> ensureRole(session, credential.role()));
            ensureLogins(session, credentials, plan);
            if (!session.exists("select from pg_database where datname = ?", database.name)) {
                // Closed to users until it is theirs alone.
                session.run("create database " + quoted(database.name) + " connection limit 0");
            }
            session.run("revoke all on database " + quoted(database.name) + " from public");
            credentials.forEach(credential -> grantConnection(session, database, credential));
            configure(session, database, plan);
            try (AdminSession inside = servers.session(server, database.name)) {
                if (inside.exists("select from pg_namespace where nspname = 'public'")) {
                    inside.run("alter schema public owner to " + quoted(database.owner));
                }
                install(inside, database, extensions);
            }
            session.run("alter database " + quoted(database.name) + " connection limit " + plan.connections());
        }
    }

    /** Installed by the owner: extensions that are trusted need no more, and users may have no others. */
    private static void install(AdminSession inside, DatabaseEntity database, List<String> extensions) {
        if (!extensions.isEmpty()) {
            inside.run("set role " + quoted(database.owner));
            extensions.forEach(name -> inside.run("create extension if not exists " + quoted(name) + " schema public cascade"));
            inside.run("reset role");
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
            credentials.forEach(credential -> grantConnection(session, database, credential));
        }
    }

    private static void grantConnection(AdminSession session, DatabaseEntity database, Credential credential) {
        session.run("grant connect, temporary" + (credential.isDefault() ? ", create" : "") + " on database "
                + quoted(database.name) + " to " + quoted(credential.role()));
    }

    /** Applies the limits of a plan to a database that is there. */
    void limit(String server, DatabaseEntity database, List<Credential> credentials, PostgresPlan plan) {
        try (AdminSession session = servers.session(server, "postgres")) {
            configure(session, database, plan);
            credentials.stream().flatMap(Credential::logins).forEach(login ->
                    session.run("alter role " + quoted(login) + " connection limit " + plan.connections()));
            session.run("alter database " + quoted(database.name) + " connection limit " + plan.connections());
        }
    }

    private static void configure(AdminSession session, DatabaseEntity database, PostgresPlan plan) {
        String extensions = String.join(",", ServerTemplate.extensions(session));
        Map<String, String> parameters = new LinkedHashMap<>();
        // By these names heroku pg:extensions asks, the first for the plans essential-*, the second for the others.
        parameters.put("rds.allowed_extensions", extensions);
        parameters.put("extwlist.extensions", extensions);
        parameters.put("temp_file_limit", Long.toString(Math.min(plan.size().toBytes(), MOST_TEMPORARY) / 1024));
        Duration limit = plan.queryLimit().orElse(Duration.ZERO);
        parameters.put("statement_timeout", Long.toString(limit.toMillis()));
        parameters.put("idle_in_transaction_session_timeout", Long.toString(limit.toMillis()));
        BiConsumer<String, String> set = (name, value) -> session.run("alter database " + quoted(database.name) + " set " + name
                + " = " + literal(value));
        parameters.forEach(set);
    }

    /** Removes a database, what a restore has beside it, and its roles; what is not there is fine. */
    void drop(String server, DatabaseEntity database, List<Credential> credentials) {
        try (AdminSession session = servers.session(server, "postgres")) {
            // All three before the roles, which have rights on each.
            Stream.of("", Database.NEW, Database.OLD).forEach(suffix -> dropDatabase(session, database.name + suffix));
            credentials.stream().flatMap(Credential::logins).forEach(login -> dropRole(session, login));
            credentials.forEach(credential -> dropRole(session, credential.role()));
            Register.forget(session, database.addonId);
        }
    }

    static void dropDatabase(AdminSession session, String name) {
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
