package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.quoted;

import java.util.List;
import java.util.stream.Collectors;

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
        if (!schemas.isEmpty()) {
            // One statement: however many schemas there are, the session's time limit holds for all.
            inside.run(what + " on all tables in schema " + list(schemas) + " " + preposition + " " + list(roles));
        }
        roles.forEach(role -> inside.run("alter default privileges for role " + quoted(role) + " " + what + " on tables "
                + preposition + " " + quoted(role)));
    }

    private static String list(List<String> names) {
        return names.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
    }
}
