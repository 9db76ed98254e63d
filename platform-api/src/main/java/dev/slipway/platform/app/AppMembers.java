package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Who may do what with an app. */
@Service
class AppMembers {

    /** All that {@code account} may do with {@code app}; empty when it may not even see it. */
    Set<Permission> permissions(Account account, App app) {
        return account.admin() || app.ownerId().equals(account.id()) ? EnumSet.allOf(Permission.class)
                : EnumSet.noneOf(Permission.class);
    }
}
