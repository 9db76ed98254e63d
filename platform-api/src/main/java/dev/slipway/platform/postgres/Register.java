package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.Vault;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/**
 * What each server itself knows of the add-ons on it, where its superuser alone reads: enough to find a database and its users
 * again after the platform's own database was lost, given the key file. Credentials are encrypted under that.
 */
@Component
class Register {

    private static final String EXISTS = "select from pg_tables where schemaname = 'slipway' and tablename = 'addon'";

    private final Servers servers;
    private final Apps apps;
    private final Vault vault;
    private final ObjectMapper json;

    Register(Servers servers, Apps apps, Vault vault, ObjectMapper json) {
        this.servers = servers;
        this.apps = apps;
        this.vault = vault;
        this.json = json;
    }

    /** A credential as it is kept. */
    private record Kept(String name, String role, String login, String password) {}

    /** Writes down what is so now; done again now and then, since names change. */
    void note(Addon addon, DatabaseEntity database, List<Credential> credentials) {
        String kept = json.writeValueAsString(credentials.stream().map(credential -> new Kept(credential.name(),
                credential.role(), credential.login(), credential.password())).toList());
        String app = apps.find(addon.appId()).map(App::name).map(name -> name.value()).orElse("");
        try (AdminSession session = servers.session(database.server, "postgres")) {
            if (!session.exists(EXISTS)) {
                session.run("create schema if not exists slipway");
                session.run("create table if not exists slipway.addon (id uuid primary key, name text not null, app text not null, "
                        + "plan text not null, database text not null, owner text not null, credentials text not null, "
                        + "noted_at timestamptz not null default now())");
            }
            session.sql().update("""
                    insert into slipway.addon (id, name, app, plan, database, owner, credentials) values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set name = excluded.name, app = excluded.app, plan = excluded.plan,
                        database = excluded.database, owner = excluded.owner, credentials = excluded.credentials, noted_at = now()""",
                    addon.id(), addon.name(), app, addon.plan(), database.name, database.owner,
                    Base64.getEncoder().encodeToString(vault.encrypt(kept)));
        }
    }

    static void forget(AdminSession session, UUID addonId) {
        if (session.exists(EXISTS)) {
            session.sql().update("delete from slipway.addon where id = ?", addonId);
        }
    }
}
