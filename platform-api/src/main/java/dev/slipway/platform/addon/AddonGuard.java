package dev.slipway.platform.addon;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Guard;
import org.springframework.stereotype.Component;

/** Guards {@code {addon}}, a name or an id. */
@Component
class AddonGuard implements Guard<Addon> {

    private final Addons addons;

    AddonGuard(Addons addons) {
        this.addons = addons;
    }

    @Override
    public Class<Addon> type() {
        return Addon.class;
    }

    @Override
    public String variable() {
        return "addon";
    }

    @Override
    public Addon require(Account caller, String nameOrId, Permission permission) {
        return addons.require(caller, nameOrId, permission);
    }
}
