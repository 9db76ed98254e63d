package dev.slipway.platform.postgres;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.addon.Attachment;
import dev.slipway.platform.addon.Attachments;
import dev.slipway.platform.api.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Ways into databases: made, rotated and removed by their users. */
@Service
class Credentials {

    private final DatabaseRecords records;
    private final Databases databases;
    private final DatabaseMaker maker;
    private final DatabaseLocks locks;
    private final Addons addons;
    private final Attachments attachments;
    private final Clock clock;

    Credentials(DatabaseRecords records, Databases databases, DatabaseMaker maker, DatabaseLocks locks, Addons addons,
                Attachments attachments, Clock clock) {
        this.records = records;
        this.databases = databases;
        this.maker = maker;
        this.locks = locks;
        this.addons = addons;
        this.attachments = attachments;
        this.clock = clock;
    }

    /** The default one first. */
    List<Credential> of(Addon addon) {
        return records.credentials(databases.require(addon).addonId());
    }

    /**
     * Makes a credential that may connect, and nothing else until somebody grants it something.
     *
     * @throws ApiException 422 if the database shares its server, where role names are taken by others, or there is one
     */
    Credential create(Addon addon, CredentialName name) {
        PostgresPlan plan = plan(addon);
        if (!plan.own()) {
            throw ApiException.invalid("You can't create a custom credential on a shared server. Use a plan that has a server of "
                    + "its own, for example heroku-postgresql:standard-0.");
        }
        return locks.with(addon.id(), () -> {
            DatabaseEntity database = require(addon);
            if (of(addon).stream().anyMatch(one -> one.name().equals(name.value()) || one.logins().anyMatch(name.value()::equals))
                    || database.owner.equals(name.value())) {
                throw ApiException.invalid("The database has a credential " + name.value() + " already.");
            }
            Credential made = records.reserveCredential(addon.id(), name.value(), name.value());
            maker.makeCredentials(database.server, database, of(addon), plan);
            return made;
        });
    }

    /** Removes a credential; what it owns is the default one's from now on. */
    void destroy(Addon addon, String name) {
        if (name.equals(Addon.DEFAULT_CREDENTIAL)) {
            throw ApiException.invalid("The default credential cannot be destroyed. Rotate it: heroku pg:credentials:rotate");
        }
        locks.with(addon.id(), () -> {
            DatabaseEntity database = require(addon);
            Credential credential = databases.require(addon.id(), name);
            if (attachments.of(addon).stream().map(Attachment::credential).anyMatch(name::equals)) {
                throw ApiException.invalid("The credential " + name + " must be detached from all apps before it is destroyed.");
            }
            credential.logins().forEach(login -> maker.dropRole(database.server, database, login, database.owner));
            maker.dropRole(database.server, database, credential.role(), database.owner);
            records.forgetCredential(credential);
            addons.forgetCredential(addon, name);
            return null;
        });
    }

    /** Makes what additional credentials own the default one's, and gives that all it needs again. */
    void repair(Addon addon) {
        locks.with(addon.id(), () -> {
            DatabaseEntity database = require(addon);
            maker.makeCredentials(database.server, database, of(addon), plan(addon));
            of(addon).stream().filter(credential -> !credential.isDefault()).forEach(credential ->
                    maker.reassign(database.server, database, List.of(credential.role(), credential.login()), database.owner));
            return null;
        });
    }

    /**
     * Gives a credential another login and password, and each app that uses it a release with them. The former login works
     * until they have moved on.
     *
     * @param forced whether it ends now, with its sessions
     * @throws ApiException 422 if the last rotation is not over and this one is not forced
     */
    void rotate(Addon addon, Credential credential, boolean forced, Account by) {
        locks.with(addon.id(), () -> {
            Credential before = databases.require(addon.id(), credential.name());
            if (before.formerLogin().isPresent() && !forced) {
                throw ApiException.invalid("The credential " + before.name() + " is being rotated already. Wait until its former "
                        + "user is gone, or end it now with --force.");
            }
            DatabaseEntity database = require(addon);
            dropFormer(database, before);
            Credential after = records.beginRotation(before);
            publish(addon, database, after, by);
            if (forced) {
                dropFormer(database, after);
            }
            return null;
        });
    }

    private void publish(Addon addon, DatabaseEntity database, Credential credential, Account by) {
        maker.makeCredentials(database.server, database, of(addon), plan(addon));
        addons.reconfigure(addon, credential.name(),
                Map.of("URL", databases.url(databases.require(addon), credential)), by);
    }

    private void dropFormer(DatabaseEntity database, Credential credential) {
        credential.formerLogin().ifPresent(former -> {
            maker.dropRole(database.server, database, former, credential.role());
            records.endRotation(credential);
        });
    }

    /**
     * Goes on with a rotation, whatever of it was done before a crash, and ends it if it is time.
     *
     * @param connections of the former login
     * @param unsettled   apps whose last release is not rolled out
     * @param latest      when the former login ends in any case
     */
    void resume(Addon addon, Credential rotating, int connections, Set<UUID> unsettled, Instant latest) {
        locks.unlessBusy(addon.id(), () -> records.credential(addon.id(), rotating.name())
                .filter(credential -> credential.formerLogin().equals(rotating.formerLogin()))
                .ifPresent(credential -> {
                    DatabaseEntity database = require(addon);
                    addons.owner(addon).ifPresent(owner -> publish(addon, database, credential, owner));
                    Set<UUID> users = attachments.of(addon).stream().map(Attachment::appId).collect(Collectors.toSet());
                    boolean movedOn = connections == 0 && users.stream().noneMatch(unsettled::contains);
                    if (movedOn || !Instant.now(clock).isBefore(latest)) {
                        dropFormer(database, credential);
                    }
                }));
    }

    private PostgresPlan plan(Addon addon) {
        return PostgresPlan.of(addons.plan(addon));
    }

    private DatabaseEntity require(Addon addon) {
        return records.find(addon.id()).orElseThrow(() -> ApiException.notFound("database"));
    }
}
