package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.crypto.Vault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * What each server itself knows of the add-ons on it, where its superuser alone reads: enough to find a database and its users
 * again after the platform's own database was lost, given the key file. Credentials are encrypted under that.
 */
@Component
class Register {

    private static final String EXISTS = "select from pg_tables where schemaname = 'slipway' and tablename = 'addon'";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Servers servers;
    private final BackingServices services;
    private final Apps apps;
    private final Vault vault;
    private final ObjectMapper json;

    Register(Servers servers, BackingServices services, Apps apps, Vault vault, ObjectMapper json) {
        this.servers = servers;
        this.services = services;
        this.apps = apps;
        this.vault = vault;
        this.json = json;
    }

    /** A credential as it is kept; {@code formerLogin} is the one that a rotation has not ended yet. */
    record Kept(String name, String role, String login, String password, @Nullable String formerLogin) {}

    /** What a server knows of an add-on on it; {@code app} is the name that its app had. */
    record Noted(UUID id, String name, String app, String plan, String database, String owner, String credentials) {}

    /**
     * Asks a server that runs, whose password may be unknown: inside its container none is needed.
     *
     * @return empty if it is no PostgreSQL server with such a list
     */
    List<Noted> read(String server) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            int status = services.exec(server, List.of("psql", "-XAtq", "-U", "postgres", "-d", "postgres", "-c",
                    "select row_to_json(addon) from slipway.addon order by name"), Map.of(), lines, OutputStream.nullOutputStream(),
                    PATIENCE);
            return status != 0 ? List.of() : lines.toString(StandardCharsets.UTF_8).lines()
                    .map(line -> json.readValue(line, Noted.class)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask " + server + " for its add-ons", e);
        }
    }

    /** @throws IllegalStateException if they were encrypted under another key file */
    List<Kept> credentials(Noted noted) {
        return json.readValue(vault.decrypt(Base64.getDecoder().decode(noted.credentials())), new TypeReference<>() {});
    }

    /** Writes down what is so now; done again now and then, since names change. */
    void note(Addon addon, DatabaseEntity database, List<Credential> credentials) {
        String kept = json.writeValueAsString(credentials.stream().map(credential -> new Kept(credential.name(),
                credential.role(), credential.login(), credential.password(), credential.formerLogin().orElse(null))).toList());
        String app = apps.find(addon.appId()).map(App::name).map(name -> name.value()).orElse("");
        servers.prepare(database.server);
        try (AdminSession session = servers.session(database.server, "postgres")) {
            session.sql().update("""
                    insert into slipway.addon (id, name, app, plan, database, owner, credentials) values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set name = excluded.name, app = excluded.app, plan = excluded.plan,
                        database = excluded.database, owner = excluded.owner, credentials = excluded.credentials, noted_at = now()""",
                    addon.id(), addon.name(), app, addon.plan(), database.name, database.owner,
                    Base64.getEncoder().encodeToString(vault.encrypt(kept)));
        }
    }

    /** Makes the list on a server that has none. By one at a time: two that make a schema at once are in each other's way. */
    static void prepare(AdminSession session) {
        if (!session.exists(EXISTS)) {
            session.run("create schema if not exists slipway");
            session.run("create table slipway.addon (id uuid primary key, name text not null, app text not null, "
                    + "plan text not null, database text not null, owner text not null, credentials text not null, "
                    + "noted_at timestamptz not null default now())");
        }
    }

    static void forget(AdminSession session, UUID addonId) {
        if (session.exists(EXISTS)) {
            session.sql().update("delete from slipway.addon where id = ?", addonId);
        }
    }
}
