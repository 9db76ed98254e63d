package dev.slipway.platform.configvar;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import java.util.Map;

/** Makes a release of a config change. Called inside the transaction that stores it. */
public interface ConfigChanges {

    /**
     * @param config      all config vars after the change, name to value
     * @param description in Heroku's words, for example {@code Set GREETING config vars}
     */
    void changed(App app, Account by, Map<String, String> config, String description);

    /** The same where only what an add-on exports has changed, a password for example: no release command runs. */
    void renewed(App app, Account by, Map<String, String> config, String description);
}
