package dev.slipway.platform.audit;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.OperatorToken;
import dev.slipway.platform.api.RequestOrigin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and from where.
 *
 * @param id      null for the operator, and for a visitor, who has no account yet
 * @param name    e-mail address, {@code operator} or {@code visitor}
 * @param address of the client, as the router saw it
 */
public record Actor(@Nullable UUID id, String name, String address) {

    public static Actor of(Account caller, HttpServletRequest request) {
        return new Actor(caller.equals(OperatorToken.OPERATOR) ? null : caller.id(), caller.email(), RequestOrigin.client(request));
    }

    /** Somebody with nothing but a link. */
    public static Actor visitor(HttpServletRequest request) {
        return new Actor(null, "visitor", RequestOrigin.client(request));
    }
}
