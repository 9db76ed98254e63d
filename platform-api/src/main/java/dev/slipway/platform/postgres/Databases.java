package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.api.ApiException;
import java.sql.Connection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The databases that add-ons have, and ways into them. */
@Service
public class Databases {

    /** The one an add-on has, if it has one yet. */
    public Optional<Database> find(UUID addonId) {
        throw new UnsupportedOperationException("not yet");
    }

    /** @throws ApiException 404 without which the CLI would not say that it is not provisioned yet */
    public Database require(Addon addon) {
        return find(addon.id()).orElseThrow(() -> ApiException.notFound("database"));
    }

    /** The password of {@link Database#login}. */
    public String password(Database database) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * What an app gets in its config vars, for example {@code postgres://user:password@host:port/database}.
     *
     * @param credential its name, for example {@link Addon#DEFAULT_CREDENTIAL}
     * @throws ApiException 404 if there is no such credential
     */
    public String url(Addon addon, String credential) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * A superuser's session in the add-on's database. Whatever runs in it must not call what users can define: functions,
     * operators, views.
     */
    public Connection administer(Database database) {
        throw new UnsupportedOperationException("not yet");
    }

    /** A superuser's session in the database {@code postgres} of a server. */
    public Connection administer(String server) {
        throw new UnsupportedOperationException("not yet");
    }
}
