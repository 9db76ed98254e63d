package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.api.ApiException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a user calls a credential of theirs; also the name of the role that they grant privileges to. */
record CredentialName(String value) {

    private static final Set<String> RESERVED = Set.of(Addon.DEFAULT_CREDENTIAL, "postgres", "public", "none", "user",
            "current_user", "current_role", "session_user");

    /** @throws ApiException 422 if it is not one */
    static CredentialName parse(@Nullable Object typed) {
        if (!(typed instanceof String name) || !name.matches("[a-z][a-z0-9_-]{0,49}") || RESERVED.contains(name)
                || name.startsWith("pg_") || name.startsWith("slipway_")) {
            throw ApiException.invalid("The name of a credential begins with a letter and has up to 50 of a to z, 0 to 9, _ and -. "
                    + "It is not default, postgres or another word of PostgreSQL's own.");
        }
        return new CredentialName(name);
    }
}
