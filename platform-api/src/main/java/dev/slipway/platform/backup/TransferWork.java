package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.net.DownloadOutcome;
import dev.slipway.platform.net.Downloads;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.Databases;
import dev.slipway.platform.postgres.Replacements;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Addons addons;
    private final BackupSettings settings;
    private final Downloads downloads;

    TransferWork(TransferRecords records, BackupFiles files, PostgresPrograms programs, Databases databases,
                 Replacements replacements, Addons addons, BackupSettings settings) {
        this.records = records;
        this.files = files;
        this.programs = programs;
        this.databases = databases;
        this.replacements = replacements;
        this.addons = addons;
        this.settings = settings;
        this.downloads = new Downloads(settings.servers());
    }

    /** Does it all; an interrupt ends it. Its row says what became of it, and nothing is left of what did not succeed. */
    void run(Transfer transfer) {
        try {
            switch (transfer.kind()) {
                case BACKUP -> backUp(transfer);
                case RESTORE, COPY -> load(transfer);
            }
        } catch (TransferFailedException e) {
            records.fail(transfer.id(), e.getMessage());
        } catch (CancellationException | InterruptedException e) {
            // Who cancelled it has said so in its row.
            records.fail(transfer.id(), "The platform was stopped meanwhile. Start it again.");
        } catch (IOException | RuntimeException e) {
            LOG.error("A transfer failed, transfer={} addon={}", transfer.id(), transfer.addonId(), e);
            records.fail(transfer.id(), "The database or its server did not answer as it should. Try again in a few minutes; if "
                    + "that fails, too, tell your administrator.");
        } finally {
            Thread.interrupted(); // answered by now; what follows must not be cut short
            files.discardDraft(transfer);
        }
    }

    private void backUp(Transfer transfer) throws IOException {
        dump(transfer, database(transfer.addonId()));
        long bytes = files.keep(transfer);
        if (!records.succeed(transfer.id(), bytes, 0)) {
            files.delete(transfer);
        }
    }

    /** Writes a database into the transfer's draft. */
    private void dump(Transfer transfer, Database database) throws IOException {
        long size = databases.sizeBytes(database);
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

    private void load(Transfer transfer) throws IOException, InterruptedException {
        Database database = database(transfer.addonId());
        Path dump = fetch(transfer);
        DumpFormat.of(dump).objection().ifPresent(objection -> records.line(transfer.id(), "Nothing was changed."));
        var objection = DumpFormat.of(dump).objection();
        if (objection.isPresent()) {
            throw new TransferFailedException(objection.get());
        }
        long size = Files.size(dump);
        if (records.step(transfer.id(), TransferStep.LOADING)) {
            try {
                int warnings = fill(transfer, database, dump);
                // From here on it cannot be cancelled: the old database goes.
                if (records.step(transfer.id(), TransferStep.SWITCHING)) {
                    replacements.putInPlace(database);
                    records.line(transfer.id(), "The restored database took the place of the old one");
                    records.succeed(transfer.id(), size, warnings);
                }
            } finally {
                boolean interrupted = Thread.interrupted(); // or the connection for this would be cut, too
                replacements.discard(database);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** @return how many errors were left out */
    private int fill(Transfer transfer, Database database, Path dump) throws IOException {
        String into = replacements.prepare(database, addon(transfer.addonId()),
                transfer.extensions().stream().map(ExtensionName::sql).toList());
        records.line(transfer.id(), "Writing " + transfer.toName() + " beside the rows that are there now");
        RestoreReport report = new RestoreReport();
        int status;
        try (InputStream in = new CountedInput(Files.newInputStream(dump), bytes -> records.progress(transfer.id(), bytes))) {
            status = programs.restore(transfer.id(), database, into, in, report::line);
        }
        report.lines().forEach(line -> records.line(transfer.id(), line));
        var failure = report.failure(status);
        if (failure.isPresent()) {
            records.line(transfer.id(), "The database is as it was before.");
            throw new TransferFailedException(failure.get());
        }
        return report.warnings();
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
        return databases.find(addonId).orElseThrow(() -> new TransferFailedException("The database is gone."));
    }

    private Addon addon(UUID id) throws TransferFailedException {
        return addons.find(id).orElseThrow(() -> new TransferFailedException("The database is gone."));
    }

    /**
     * Ends a transfer that a dead process was at, and cleans up after it.
     *
     * @throws RuntimeException if the database's server does not answer: to be tried again
     */
    void settle(Transfer transfer) {
        files.discardDraft(transfer);
        boolean switched = false;
        for (UUID addonId : transfer.addonIds()) {
            var database = databases.find(addonId);
            if (database.isPresent()) {
                replacements.endSessions(database.get(), PostgresPrograms.sessionName(transfer.id()));
            }
        }
        if (transfer.step() != TransferStep.FETCHING) {
            switched = databases.find(transfer.addonId()).map(replacements::discard).orElse(false);
        }
        if (switched && transfer.step() == TransferStep.SWITCHING) {
            records.succeed(transfer.id(), transfer.processedBytes(), 0);
        } else {
            records.fail(transfer.id(), "The platform was interrupted meanwhile. Nothing was changed; start it again.");
        }
    }
}
