package dev.slipway.platform.backup;

import dev.slipway.platform.api.ApiException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An extension of PostgreSQL that a restore wants to find installed.
 *
 * @param schema where to; empty for the default one
 * @param name   for example {@code uuid-ossp}
 */
record ExtensionName(Optional<String> schema, String name) {

    private static final Pattern SYNTAX = Pattern.compile(
            "(?:(?<schema>[a-z_][a-z0-9_]{0,62})\\.)?(?<name>[a-z][a-z0-9_-]{0,62})");

    /**
     * @param text for example {@code hstore} or {@code myschema.hstore}
     * @throws ApiException 422 if it is something else
     */
    static ExtensionName parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw ApiException.invalid("This is not the name of an extension. Write for example: "
                    + "--extensions hstore,myschema.postgis");
        }
        return new ExtensionName(Optional.ofNullable(matcher.group("schema")), matcher.group("name"));
    }

    /** The statements that install it; {@link #SYNTAX} lets nothing pass that would end a quoted name. */
    String sql() {
        return schema.map(there -> "create schema if not exists \"" + there + "\"; ").orElse("")
                + "create extension if not exists \"" + name + "\""
                + schema.map(there -> " schema \"" + there + "\"").orElse("") + " cascade;";
    }

    @Override
    public String toString() {
        return schema.map(there -> there + ".").orElse("") + name;
    }
}
