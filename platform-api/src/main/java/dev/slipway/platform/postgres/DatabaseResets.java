package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.literal;
import static dev.slipway.platform.postgres.Identifiers.quoted;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Empties databases. Name, credentials and settings stay, and so does the URL. */
@Component
class DatabaseResets {

    private final DatabaseRecords records;
    private final Servers servers;
    private final DatabaseMaker maker;
    private final DatabaseLocks locks;
    private final Addons addons;

    DatabaseResets(DatabaseRecords records, Servers servers, DatabaseMaker maker, DatabaseLocks locks, Addons addons) {
        this.records = records;
        this.servers = servers;
        this.maker = maker;
        this.locks = locks;
        this.addons = addons;
    }

    /**
     * @param extensions to install in the new database
     * @throws ApiException 422 if users cannot have one of them; then nothing happened
     */
    void reset(Addon addon, List<String> extensions) {
        locks.now(addon.id(), () -> {
            DatabaseEntity database = records.find(addon.id()).orElseThrow(() -> ApiException.notFound("database"));
            check(database, extensions);
            records.update(addon.id(), row -> row.resetting = true);
            finish(addon, database, PostgresPlan.of(addons.plan(addon)), extensions);
        });
    }

    private void check(DatabaseEntity database, List<String> extensions) {
        try (AdminSession session = servers.session(database.server, "postgres")) {
            List<String> available = ServerTemplate.extensions(session);
            extensions.stream().filter(name -> !available.contains(name)).findFirst().ifPresent(name -> {
                throw ApiException.invalid("There is no extension " + name.replaceAll("\\p{Cntrl}", "?") + " for this database. See "
                        + "which there are: heroku pg:extensions");
            });
        }
    }

    /** Also after a crash in the middle, whatever of it was done. */
    void finish(Addon addon, DatabaseEntity database, PostgresPlan plan, List<String> extensions) {
        Map<String, String> kept;
        try (AdminSession session = servers.session(database.server, "postgres")) {
            kept = UserSettings.of(session, database.name);
            DatabaseMaker.dropDatabase(session, database.name);
        }
        maker.make(database.server, database, records.credentials(addon.id()), plan, extensions);
        try (AdminSession session = servers.session(database.server, "postgres")) {
            kept.forEach((name, value) -> session.run("alter database " + quoted(database.name) + " set " + name + " = "
                    + literal(value)));
        }
        records.update(addon.id(), row -> {
            row.resetting = false;
            row.insertsRefused = false;
            row.exceedingSince = null;
        });
    }
}
