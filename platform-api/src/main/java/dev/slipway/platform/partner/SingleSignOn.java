package dev.slipway.platform.partner;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.app.Apps;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Logs users of an add-on in at its provider, who knows by a hash that Slipway sent them.
 *
 * @see <a href="https://devcenter.heroku.com/articles/add-on-single-sign-on">Heroku, Add-on Single Sign-on</a>
 */
@Component
class SingleSignOn {

    private final Apps apps;
    private final Clock clock;

    SingleSignOn(Apps apps, Clock clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /** The fields of the form that goes to the provider's {@code sso_url}. */
    Map<String, String> form(PartnerManifest provider, Addon addon, Account user) {
        String timestamp = Long.toString(Instant.now(clock).getEpochSecond());
        String resource = addon.id() + ":" + provider.ssoSalt() + ":" + timestamp;
        Map<String, String> form = new LinkedHashMap<>();
        form.put("resource_id", addon.id().toString());
        // The choice of the API's first versions, which providers may still look at.
        form.put("resource_token", hash("SHA-1", resource));
        form.put("user_scoped_resource_token", hash("SHA-256", resource + ":" + user.id() + ":" + user.email()));
        form.put("timestamp", timestamp);
        form.put("id", addon.id().toString());
        form.put("user_id", user.id().toString());
        form.put("email", user.email());
        form.put("app", apps.find(addon.appId()).map(app -> app.name().value()).orElse(""));
        return form;
    }

    /** The salt in the text is the secret, and the time keeps it short-lived. */
    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + algorithm, e);
        }
    }
}
