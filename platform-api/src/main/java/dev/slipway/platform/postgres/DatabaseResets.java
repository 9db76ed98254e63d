package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.List;
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
     * The new database is made beside the old one, and takes its place when it has all that was asked for.
     *
     * @param extensions to install in the new database
     * @throws ApiException 422 if users cannot have one of them; then nothing happened
     */
    void reset(Addon addon, List<String> extensions) {
        locks.soon(addon.id(), () -> {
            DatabaseEntity database = records.find(addon.id()).orElseThrow(() -> ApiException.notFound("database"));
            check(database, extensions);
            PostgresPlan plan = PostgresPlan.of(addons.plan(addon));
            maker.makeSuccessor(database.server, database, records.credentials(addon.id()), plan, extensions);
            records.update(addon.id(), row -> row.resetting = true);
            finish(addon, database, plan);
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

    /** What is left to do since the row says that it is being reset, also after a crash at any point of it. */
    void finish(Addon addon, DatabaseEntity database, PostgresPlan plan) {
        maker.succeed(database.server, database);
        maker.make(database.server, database, records.credentials(addon.id()), plan);
        records.update(addon.id(), row -> {
            row.resetting = false;
            row.insertsRefused = false;
            row.exceedingSince = null;
        });
    }
}
