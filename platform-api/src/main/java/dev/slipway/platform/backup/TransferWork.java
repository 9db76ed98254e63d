package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.net.DownloadOutcome;
import dev.slipway.platform.net.Downloads;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import dev.slipway.platform.postgres.PlanSizes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What happens in a transfer. A restore and a copy fill a second database, which takes the place of the first one when all rows
 * are there: until then, and after whatever fails, the old rows are untouched.
 */
@Component
class TransferWork {

    private static final Logger LOG = LoggerFactory.getLogger(TransferWork.class);

    private final TransferRecords records;
    private final BackupFiles files;
    private final PostgresPrograms programs;
    private final Databases databases;
    private final Replacements replacements;
    private final Retention retention;
    private final Addons addons;
    private final PlanSizes sizes;
    private final AppLogs logs;
    private final BackupSettings settings;
    private final Downloads downloads;

    TransferWork(TransferRecords records, BackupFiles files, PostgresPrograms programs, Databases databases,
                 Replacements replacements, Retention retention, Addons addons, PlanSizes sizes, AppLogs logs,
                 BackupSettings settings) {
        this.records = records;
        this.files = files;
        this.programs = programs;
        this.databases = databases;
        this.replacements = replacements;
        this.retention = retention;
        this.addons = addons;
        this.sizes = sizes;
        this.logs = logs;
        this.settings = settings;
        this.downloads = new Downloads(settings.servers());
    }

    /** Does it all; an interrupt ends it. Its row says what became of it, and nothing is left of what did not succeed. */
    void run(Transfer transfer) {
        Optional<Database> target = databases.find(transfer.addonId()); // now: it may be destroyed meanwhile
        try {
            Database database = target.orElseThrow(TransferWork::gone);
            switch (transfer.kind()) {
                case BACKUP -> backUp(transfer, database);
                case RESTORE, COPY -> load(transfer, database);
            }
        } catch (TransferFailedException e) {
            end(transfer, target, e.getMessage());
        } catch (CancellationException | InterruptedException e) {
            end(transfer, target, "The platform was stopped meanwhile. Nothing was changed; start it again.");
        } catch (IOException | RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("A transfer failed, transfer={} addon={}", transfer.id(), transfer.addonId(), e);
            }
            end(transfer, target, "The database or its server did not answer as it should. Try again in a few minutes; if that "
                    + "fails, too, tell your administrator.");
        }
    }

    private static TransferFailedException gone() {
        return new TransferFailedException("The database is gone.");
    }

    private void end(Transfer transfer, Optional<Database> target, String reason) {
        Thread.interrupted(); // answered by now; cleaning up must not be cut short
        try {
            settle(transfer, target, reason);
        } catch (RuntimeException e) {
            LOG.warn("A transfer cannot be cleaned up after yet, transfer={} addon={}", transfer.id(), transfer.addonId(), e);
        }
    }

    /**
     * Ends a transfer that a dead process was at, and cleans up after it.
     *
     * @throws RuntimeException if the database's server does not answer: to be tried again, as long as the row is running
     */
    void settle(Transfer transfer) {
        settle(transfer, databases.find(transfer.addonId()),
                "The platform was interrupted meanwhile. Nothing was changed; start it again.");
    }

    /** @param reason why it ended, unless it had succeeded or was cancelled */
    private void settle(Transfer transfer, Optional<Database> target, String reason) {
        files.discardDraft(transfer);
        transfer.addonIds().forEach(addon -> databases.find(addon).ifPresent(database ->
                replacements.endSessions(database, PostgresPrograms.sessionName(transfer.id()))));
        TransferStep step = records.find(transfer.id()).map(Transfer::step).orElse(transfer.step());
        if (step == TransferStep.FETCHING) {
            fail(transfer, reason);
            return;
        }
        boolean none = target.map(replacements::reopen).orElse(false);
        if (none && step == TransferStep.SWITCHING) {
            records.succeed(transfer.id(), transfer.processedBytes(), 0);
        } else {
            fail(transfer, reason);
        }
        target.ifPresent(replacements::discard);
    }

    /** Nobody waits for what was made by itself, so that its failure is told in the app's log. */
    private void fail(Transfer transfer, String reason) {
        if (records.fail(transfer.id(), reason) && transfer.automatic()) {
            logs.platform(transfer.appId().toString(), "postgres", "Backup " + transfer.displayName() + " of "
                    + transfer.fromName() + " failed: " + reason);
            LOG.warn("An automatic backup failed, transfer={} addon={}: {}", transfer.id(), transfer.addonId(), reason);
        }
    }

    private void backUp(Transfer transfer, Database database) throws IOException {
        dump(transfer, database);
        long bytes = files.keep(transfer);
        if (records.succeed(transfer.id(), bytes, 0)) {
            retention.trim(transfer.addonId());
        } else {
            files.delete(transfer);
        }
    }

    /** Writes a database into the transfer's draft. */
    private void dump(Transfer transfer, Database database) throws IOException {
        long size = replacements.sizeBytes(database, database.name());
        records.sourceBytes(transfer.id(), size);
        records.line(transfer.id(), "Reading " + transfer.fromName() + ", " + Bytes.show(size));
        DumpReport report = new DumpReport();
        int status;
        try (OutputStream out = files.write(transfer, bytes -> records.progress(transfer.id(), bytes))) {
            status = programs.dump(transfer.id(), database, out, report::line);
        }
        report.lines().forEach(line -> records.line(transfer.id(), line));
        if (status != 0) {
            throw new TransferFailedException(report.failure());
        }
        records.line(transfer.id(), "The dump is complete, " + Bytes.show(Files.size(files.draft(transfer))));
    }

    private void load(Transfer transfer, Database database) throws IOException, InterruptedException {
        Path dump = fetch(transfer);
        Optional<String> objection = DumpFormat.of(dump).objection();
        if (objection.isPresent()) {
            throw new TransferFailedException(objection.get());
        }
        long size = Files.size(dump);
        proceed(transfer, TransferStep.LOADING);
        int warnings = fill(transfer, database, dump);
        proceed(transfer, TransferStep.SWITCHING); // from here on it cannot be cancelled
        replacements.putInPlace(database);
        records.line(transfer.id(), "The restored database took the place of the old one.");
        records.succeed(transfer.id(), size, warnings);
        files.discardDraft(transfer);
        replacements.discard(database);
    }

    private void proceed(Transfer transfer, TransferStep step) {
        if (!records.step(transfer.id(), step)) {
            throw new CancellationException("somebody cancelled " + transfer.id());
        }
    }

    /** @return how many errors were left out */
    private int fill(Transfer transfer, Database database, Path dump) throws IOException {
        String into = replacements.prepare(database);
        for (ExtensionName extension : transfer.extensions()) {
            install(database, extension);
        }
        records.line(transfer.id(), "Writing " + transfer.toName() + ", beside the rows that are there now");
        RestoreReport report = new RestoreReport();
        int status;
        Optional<String> tooLarge;
        try (InputStream in = new CountedInput(Files.newInputStream(dump), bytes -> records.progress(transfer.id(), bytes));
                SizeGuard guard = new SizeGuard(() -> replacements.sizeBytes(database, into), mostBytes(transfer.addonId()),
                        () -> replacements.endSessions(database, PostgresPrograms.sessionName(transfer.id())))) {
            status = programs.restore(transfer.id(), database, into, in, report::line);
            tooLarge = guard.objection();
        }
        report.lines().forEach(line -> records.line(transfer.id(), line));
        Optional<String> failure = tooLarge.or(() -> report.failure(status));
        if (failure.isPresent()) {
            throw new TransferFailedException(failure.get() + " The database is as it was before.");
        }
        return report.warnings();
    }

    /** For a while a database may exceed its plan, also this way. */
    private long mostBytes(UUID addonId) throws TransferFailedException {
        return 2 * sizes.bytes(addons.find(addonId).orElseThrow(TransferWork::gone));
    }

    private void install(Database database, ExtensionName extension) throws TransferFailedException {
        try {
            replacements.install(database, extension);
        } catch (Replacements.DatabaseException e) {
            LOG.debug("an extension was not installed", e);
            throw new TransferFailedException("The extension " + extension + " cannot be installed here. See which can: "
                    + "heroku pg:extensions");
        }
    }

    /** The file with what is to be loaded: a backup's, or the transfer's draft. */
    private Path fetch(Transfer transfer) throws IOException, InterruptedException {
        TransferSource source = transfer.source().orElseThrow();
        Path dump = switch (source) {
            case TransferSource.Backup(UUID backup) -> records.find(backup).flatMap(files::find).orElseThrow(() ->
                    new TransferFailedException("The backup was deleted meanwhile. See which there are: heroku pg:backups"));
            case TransferSource.Database(UUID other) -> {
                dump(transfer, database(other));
                yield files.draft(transfer);
            }
            case TransferSource.Download(URI url) -> {
                download(transfer, url);
                yield files.draft(transfer);
            }
        };
        if (!(source instanceof TransferSource.Database)) {
            records.sourceBytes(transfer.id(), Files.size(dump));
        }
        return dump;
    }

    private void download(Transfer transfer, URI url) throws IOException, InterruptedException {
        records.line(transfer.id(), "Downloading from " + url.getHost());
        try (OutputStream out = files.write(transfer, bytes -> records.progress(transfer.id(), bytes))) {
            switch (downloads.fetch(url, out, settings.maxBytes(), settings.limit())) {
                case DownloadOutcome.Complete() -> {}
                case DownloadOutcome.Refused(int status) -> throw new TransferFailedException("The server " + url.getHost()
                        + " answered with status " + status + ". Is the URL complete, and still good? Put it in quotes.");
                case DownloadOutcome.TooLarge() -> throw new TransferFailedException("The dump is larger than "
                        + Bytes.show(settings.maxBytes()) + ". Ask your administrator to raise slipway.backups.max-size.");
                case DownloadOutcome.TooSlow() -> throw new TransferFailedException("The download took longer than "
                        + settings.limit().toMinutes() + " minutes.");
                case DownloadOutcome.Forbidden() -> throw new TransferFailedException("Dumps cannot come from " + url.getHost()
                        + ", nor from where it redirects to: that is not a public address.");
                case DownloadOutcome.NoSuchHost() -> throw new TransferFailedException("There is no server " + url.getHost()
                        + ". Check the URL.");
                case DownloadOutcome.Failed() -> throw new TransferFailedException("The dump could not be downloaded from "
                        + url.getHost() + ". Check the URL, and try again.");
            }
        }
    }

    private Database database(UUID addonId) throws TransferFailedException {
        return databases.find(addonId).orElseThrow(TransferWork::gone);
    }
}
