package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.backing.Round;
import dev.slipway.platform.log.AppLogs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Measures all databases now and then: compares rows and bytes with the plans, warns, and refuses inserts when a warning was
 * ignored for as long as {@link PostgresSettings#grace}. Gives what logins made to the stable roles, and ends what a crash
 * left half done.
 */
@Component
class DatabaseWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);

    private final DatabaseRecords records;
    private final Servers servers;
    private final DatabaseLocks locks;
    private final DatabaseResets resets;
    private final Register register;
    private final Addons addons;
    private final Apps apps;
    private final AppLogs logs;
    private final PostgresSettings settings;
    private final Clock clock;
    private final Round round = new Round("databases", this::lookAtAll);

    DatabaseWatch(DatabaseRecords records, Servers servers, DatabaseLocks locks, DatabaseResets resets, Register register,
                  Addons addons, Apps apps, AppLogs logs, PostgresSettings settings, Clock clock) {
        this.records = records;
        this.servers = servers;
        this.locks = locks;
        this.resets = resets;
        this.register = register;
        this.addons = addons;
        this.apps = apps;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "${slipway.postgres.measure-every}", fixedDelayString = "${slipway.postgres.measure-every}")
    void pass() {
        round.begin();
    }

    private void lookAtAll() {
        for (Addon addon : addons.ofDriver(PostgresDriver.KIND)) {
            try {
                locks.unlessBusy(addon.id(), () -> records.find(addon.id()).ifPresent(database -> look(addon, database)));
            } catch (RuntimeException e) {
                LOG.warn("A database cannot be looked after and is again later, addon={} cause={}", addon.name(), e.toString());
            }
        }
    }

    private void look(Addon addon, DatabaseEntity database) {
        PostgresPlan plan = PostgresPlan.of(addons.plan(addon));
        if (database.resetting) {
            resets.finish(addon, database, plan);
        }
        List<Credential> credentials = records.credentials(addon.id());
        try (AdminSession inside = servers.session(database.server, database.name)) {
            // A database with very many tables must not keep the others waiting.
            inside.run("set statement_timeout = '20s'");
            credentials.forEach(credential -> reassign(inside, credential));
            enforce(addon, database, plan, Usage.of(inside), inside);
        }
        register.note(addon, database, credentials);
    }

    /** So that a login owns nothing when it is rotated away. What a transaction holds now is done at another pass. */
    private static void reassign(AdminSession inside, Credential credential) {
        inside.run("set lock_timeout = '1s'");
        credential.logins().forEach(login -> {
            try {
                inside.run("reassign owned by " + Identifiers.quoted(login) + " to " + Identifiers.quoted(credential.role()));
            } catch (DataAccessException e) {
                LOG.debug("What a login owns is reassigned later, login={}", login, e);
            }
        });
        inside.run("set lock_timeout = '10s'");
    }

    private void enforce(Addon addon, DatabaseEntity database, PostgresPlan plan, Usage usage, AdminSession inside) {
        Instant now = Instant.now(clock);
        boolean exceeds = usage.exceeds(plan);
        Instant since = exceeds ? Optional.ofNullable(database.exceedingSince).orElse(now) : null;
        // A server of its own harms nobody else: its add-on is warned, and no more.
        boolean refuse = exceeds && !plan.own() && !now.isBefore(since.plus(settings.grace()));
        List<String> roles = roles(database, records.credentials(addon.id()));
        if (refuse) {
            InsertGate.close(inside, roles);
        } else if (database.insertsRefused) {
            InsertGate.open(inside, roles);
        }
        records.update(addon.id(), row -> {
            row.exceedingSince = since;
            row.insertsRefused = refuse;
        });
        tell(addon, database, plan, usage, exceeds, refuse);
    }

    private static List<String> roles(DatabaseEntity database, List<Credential> credentials) {
        return Stream.concat(Stream.of(database.owner), credentials.stream().filter(Credential::isDefault)
                .flatMap(Credential::logins)).toList();
    }

    private void tell(Addon addon, DatabaseEntity before, PostgresPlan plan, Usage usage, boolean exceeds, boolean refuse) {
        if (refuse && !before.insertsRefused) {
            log(addon, "exceeds its plan with " + usage.excess(plan) + ": INSERT is refused until rows are deleted or the plan is "
                    + "upgraded (heroku addons:upgrade)");
        } else if (exceeds && before.exceedingSince == null) {
            log(addon, "exceeds its plan with " + usage.excess(plan) + (plan.own() ? "" : ". INSERT will be refused in "
                    + settings.grace().toHours() + " hours unless rows are deleted or the plan is upgraded (heroku addons:upgrade)"));
        } else if (!exceeds && before.exceedingSince != null) {
            log(addon, "is within its plan again");
        }
    }

    private void log(Addon addon, String text) {
        apps.find(addon.appId()).ifPresent(app -> logs.platform(app.key(), "postgres", "Database " + addon.name() + " " + text));
    }
}
