package dev.slipway.platform.postgres;

import java.util.UUID;

/**
 * The database of one add-on.
 *
 * @param addonId whose it is
 * @param server  name of the backing service it is on, which others may share
 * @param name    of the database; letters and digits, unique in the installation, changes with {@code pg:reset} never
 * @param owner   role that owns the database's objects: has no login, and stays when credentials are rotated
 * @param login   role of the default credential as it is now, a member of {@code owner}
 */
public record Database(UUID addonId, String server, String name, String owner, String login) {

    /** What the name of the database ends with that a restore fills, beside this one. */
    public static final String NEW = "_new";
    /** What the name ends with of the database that a restore replaced, until it is removed. */
    public static final String OLD = "_old";
}
