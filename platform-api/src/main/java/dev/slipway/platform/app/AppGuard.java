package dev.slipway.platform.app;

import dev.slipway.platform.account.Guard;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import org.springframework.stereotype.Component;

/** Guards {@code {app}}, a name or an id. */
@Component
class AppGuard implements Guard<App> {

    private final Apps apps;

    AppGuard(Apps apps) {
        this.apps = apps;
    }

    @Override
    public Class<App> type() {
        return App.class;
    }

    @Override
    public String variable() {
        return "app";
    }

    @Override
    public App require(Account caller, String nameOrId, Permission permission) {
        return apps.require(caller, nameOrId, permission);
    }
}
