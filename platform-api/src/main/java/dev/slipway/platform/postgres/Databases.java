package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.api.ApiException;
import java.sql.Connection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The databases that add-ons have, and ways into them. */
@Service
public class Databases {

    private final DatabaseRecords records;
    private final Servers servers;

    Databases(DatabaseRecords records, Servers servers) {
        this.records = records;
        this.servers = servers;
    }

    /** The one an add-on has, if it has one yet. */
    public Optional<Database> find(UUID addonId) {
        return records.find(addonId).flatMap(database -> records.credential(addonId, Addon.DEFAULT_CREDENTIAL)
                .map(credential -> new Database(addonId, database.server, database.name, database.owner, credential.login())));
    }

    /** @throws ApiException 404 if it is not made yet */
    public Database require(Addon addon) {
        return find(addon.id()).orElseThrow(() -> notFound("database"));
    }

    /**
     * What requests are about.
     *
     * @throws ApiException 404 until it is provisioned, which makes the CLI tell its user to wait
     */
    DatabaseEntity provisioned(Addon addon) {
        return records.find(addon.id()).filter(_ -> addon.state() == AddonState.PROVISIONED)
                .orElseThrow(() -> ApiException.notFound("database", "The database " + addon.name() + " is not yet provisioned. Wait "
                        + "for it: heroku addons:wait"));
    }

    /** The password of {@link Database#login}. */
    public String password(Database database) {
        return require(database.addonId(), Addon.DEFAULT_CREDENTIAL).password();
    }

    /**
     * What an app gets in its config vars, for example {@code postgres://user:password@host:port/database}.
     *
     * @param credential its name, for example {@link Addon#DEFAULT_CREDENTIAL}
     * @throws ApiException 404 if there is no such credential
     */
    public String url(Addon addon, String credential) {
        return url(require(addon), require(addon.id(), credential));
    }

    String url(Database database, Credential credential) {
        String host = servers.host();
        return "postgres://" + credential.login() + ":" + credential.password() + "@" + (host.contains(":") ? "[" + host + "]" : host)
                + ":" + servers.port(database.server()) + "/" + database.name();
    }

    Credential require(UUID addonId, String credential) {
        return records.credential(addonId, credential).orElseThrow(() -> notFound("credential"));
    }

    private static ApiException notFound(String what) {
        return ApiException.notFound(what);
    }

    /**
     * A superuser's session in the add-on's database, with nothing but {@code pg_catalog} on its search path. Whatever runs in it
     * must neither call what users can define nor query their tables: see the rule of {@code AdminSession}.
     */
    public Connection administer(Database database) {
        return servers.connect(database.server(), database.name());
    }

    /** A superuser's session in the database {@code postgres} of a server. */
    public Connection administer(String server) {
        return servers.connect(server, "postgres");
    }
}
