package dev.slipway.platform.backup;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Backups, restores and copies that users ask for. */
@Service
class Transfers {

    /** The add-ons that can be backed up: their {@code AddonDriver.kind}. */
    static final String DRIVER = "postgres";

    private static final int MOST_UNFINISHED = 5;
    private static final int LONGEST_URL = 4000;
    private static final String COPY_FROM_ELSEWHERE = "pg:copy copies between databases of this Slipway. Bring one from "
            + "elsewhere with: heroku pg:push URL DATABASE";
    private static final String COPY_TO_ELSEWHERE = "pg:copy copies between databases of this Slipway. Take one elsewhere with: "
            + "heroku pg:pull DATABASE URL";

    private final TransferRecords records;
    private final TransferQueue queue;
    private final TransferNames names;
    private final BackupLinks links;
    private final BackupFiles files;
    private final Retention retention;
    private final Apps apps;
    private final Addons addons;
    private final Databases databases;

    Transfers(TransferRecords records, TransferQueue queue, TransferNames names, BackupLinks links, BackupFiles files,
              Retention retention, Apps apps, Addons addons, Databases databases) {
        this.records = records;
        this.queue = queue;
        this.names = names;
        this.links = links;
        this.files = files;
        this.retention = retention;
        this.apps = apps;
        this.addons = addons;
        this.databases = databases;
    }

    /** @throws ApiException 404 if the add-on is no database, or not yet; 409 if its app has too much under way */
    Transfer capture(Addon addon) {
        databases.require(addon);
        return begin(TransferRequest.backup(addon, names.of(addon), false));
    }

    /**
     * @param url        of a dump elsewhere, of a backup of ours as {@link BackupLinks} gives it, or what the list of backups
     *                   calls {@code to_url}
     * @param extensions to be there before the dump is read
     * @throws ApiException 404 if {@code by} may not read the backup; 422 if it cannot be restored
     */
    Transfer restore(Account by, Addon addon, String url, List<ExtensionName> extensions) {
        databases.require(addon);
        Optional<UUID> ours = links.backup(url);
        TransferSource source = ours.isPresent() ? new TransferSource.Backup(requireBackup(by, ours.get(), url).id())
                : new TransferSource.Download(parse(url));
        String from = source instanceof TransferSource.Download(URI uri) ? uri.getHost()
                : records.find(ours.orElseThrow()).map(Transfer::displayName).orElse("");
        return begin(new TransferRequest(TransferKind.RESTORE, addon, Optional.of(source), from, names.of(addon), false,
                extensions));
    }

    /** Who has a link to a backup may read it; who only knows its name needs the permission. */
    private Transfer requireBackup(Account by, UUID id, String url) {
        Transfer backup = records.find(id).filter(Transfer::isBackup).orElseThrow(Transfers::noBackup);
        if (!links.permits(url)) {
            App app = apps.find(backup.appId()).orElseThrow(Transfers::noBackup);
            if (!apps.permits(by, app, Permission.DEPLOY)) {
                throw noBackup();
            }
        }
        return backup;
    }

    private static ApiException noBackup() {
        return ApiException.notFound("backup");
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (url.length() <= LONGEST_URL && http && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Answered below.
        }
        throw ApiException.invalid("Give a backup, as in b001 or other-app::b001, or the http or https URL of a dump, without "
                + "user name and password in it.");
    }

    /**
     * Copies one database over another one.
     *
     * @param addon   the one that is written to
     * @param fromUrl of the one that is read, as an app has it in its config vars; must be the caller's to read
     * @param toUrl   the same of {@code addon}
     * @throws ApiException 422 if one of both is not a database of this Slipway
     */
    Transfer copy(Account by, Addon addon, String fromUrl, String toUrl) {
        databases.require(addon);
        Addon to = at(toUrl).orElseThrow(() -> ApiException.invalid(COPY_TO_ELSEWHERE));
        if (!to.id().equals(addon.id())) {
            throw ApiException.invalid(COPY_TO_ELSEWHERE);
        }
        Addon from = at(fromUrl).map(found -> addons.require(by, found.id().toString(), Permission.DEPLOY))
                .orElseThrow(() -> ApiException.invalid(COPY_FROM_ELSEWHERE));
        if (from.id().equals(to.id())) {
            throw ApiException.invalid("A database cannot be copied onto itself.");
        }
        return begin(new TransferRequest(TransferKind.COPY, to, Optional.of(new TransferSource.Database(from.id())),
                names.of(from), names.of(to), false, List.of()));
    }

    /** Which add-on a URL of a database leads to. It says which one is meant, and gives no right to it. */
    private Optional<Addon> at(String url) {
        return place(url).flatMap(place -> addons.ofDriver(DRIVER).stream().filter(addon ->
                databases.find(addon.id()).map(Database::name).filter(place.getPath().substring(1)::equals).isPresent()
                        && place(databases.url(addon, Addon.DEFAULT_CREDENTIAL)).filter(place::equals).isPresent()).findFirst());
    }

    /** Host, port and database, without user and password. */
    private static Optional<URI> place(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() == null || uri.getPath().length() < 2 ? Optional.empty()
                    : Optional.of(new URI("postgres", null, uri.getHost(), uri.getPort(), uri.getPath(), null, null));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Transfer begin(TransferRequest request) {
        if (records.unfinished(request.addon().appId()) >= MOST_UNFINISHED) {
            throw ApiException.conflict("This app has " + MOST_UNFINISHED + " backups and restores under way already. Wait for "
                    + "them, or cancel one: heroku pg:backups:cancel");
        }
        Transfer transfer = records.create(request);
        queue.fill();
        return records.find(transfer.id()).orElse(transfer);
    }

    /** @throws ApiException 409 if it has ended, or cannot be stopped any more */
    Transfer cancel(App app, String idOrNum) {
        Transfer transfer = records.require(app, idOrNum);
        if (!records.cancel(transfer.id())) {
            throw ApiException.conflict(transfer.displayName() + (records.require(app, idOrNum).state().ended()
                    ? " has ended already." : " is about to end, and cannot be cancelled any more."));
        }
        queue.stop(transfer.id());
        return records.require(app, idOrNum);
    }

    /** @throws ApiException 409 while it is under way */
    Transfer delete(App app, String idOrNum) {
        Transfer transfer = records.require(app, idOrNum);
        if (!transfer.state().ended()) {
            throw ApiException.conflict(transfer.displayName() + " is under way. Cancel it first: heroku pg:backups:cancel "
                    + transfer.displayName());
        }
        retention.delete(transfer);
        return transfer;
    }

    /** @throws ApiException 404 if it left no backup */
    Transfer requireFile(App app, String idOrNum) {
        return Optional.of(records.require(app, idOrNum)).filter(Transfer::isBackup)
                .filter(backup -> files.find(backup).isPresent()).orElseThrow(() ->
                        ApiException.notFound("backup", "There is no file of this backup: it did not complete."));
    }
}
