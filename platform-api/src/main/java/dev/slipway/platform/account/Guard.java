package dev.slipway.platform.account;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.api.ApiException;

/**
 * Finds what a URL names, for a caller who has the permission. Implemented once for each kind of thing that is owned.
 *
 * @param <T> the kind, for example {@code App}
 */
public interface Guard<T> {

    /** The kind. */
    Class<T> type();

    /** Variable of the URL that names it, for example {@code app} in {@code /apps/{app}}. */
    String variable();

    /**
     * @param nameOrId as it stands in the URL, decoded
     * @throws ApiException 404 if there is none or the caller may not see it, 403 if they may see it but lack the permission
     */
    T require(Account caller, String nameOrId, Permission permission);
}
