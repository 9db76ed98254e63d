package dev.slipway.platform.deploy;

import dev.slipway.gitreceiver.PushAuthorizer;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Authorizations;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.Apps;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may push: the password is an API token, the user name does not matter, the repository is an app's name. */
@Component
class GitAccess implements PushAuthorizer {

    private final Authorizations authorizations;
    private final Apps apps;

    GitAccess(Authorizations authorizations, Apps apps) {
        this.authorizations = authorizations;
        this.apps = apps;
    }

    @Override
    public Access authorize(String repository, String user, String password) {
        Optional<Account> account;
        try {
            account = authorizations.accountOf(password);
        } catch (ApiException e) {
            return new Access.Forbidden(e.getMessage());
        }
        if (account.isEmpty()) {
            return new Access.Unauthenticated("Invalid credentials. Log in with: heroku login -i");
        }
        try {
            return new Access.Granted(apps.require(account.get(), repository, Permission.DEPLOY).key(), account.get().id().toString());
        } catch (ApiException e) {
            return e.status() == 403 ? new Access.Forbidden(e.getMessage()) : new Access.NotFound("No such app as " + repository
                    + ". See your apps with: heroku apps. Create one with: heroku create " + repository + ". "
                    + "Point git at another one with: heroku git:remote -a NAME");
        }
    }
}
