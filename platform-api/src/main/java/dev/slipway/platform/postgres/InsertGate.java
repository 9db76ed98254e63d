package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.quoted;

import java.util.List;

/**
 * Takes INSERT from a database whose plan is exceeded, and gives it back. An owner can grant it to itself again, so it is taken
 * again at each pass; rows can be deleted and the database upgraded meanwhile.
 */
final class InsertGate {

    private InsertGate() {}

    static void close(AdminSession inside, List<String> roles) {
        apply(inside, roles, "revoke insert", "from");
    }

    static void open(AdminSession inside, List<String> roles) {
        apply(inside, roles, "grant insert", "to");
    }

    private static void apply(AdminSession inside, List<String> roles, String what, String preposition) {
        List<String> schemas = inside.sql().queryForList("select nspname from pg_namespace where nspname !~ '^pg_' "
                + "and nspname not in ('information_schema', '_heroku')", String.class);
        for (String role : roles) {
            schemas.forEach(schema -> inside.run(what + " on all tables in schema " + quoted(schema) + " " + preposition + " "
                    + quoted(role)));
            inside.run("alter default privileges for role " + quoted(role) + " " + what + " on tables " + preposition + " "
                    + quoted(role));
        }
    }
}
