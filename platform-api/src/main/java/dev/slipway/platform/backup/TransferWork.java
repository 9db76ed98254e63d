package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.net.DownloadOutcome;
import dev.slipway.platform.net.Downloads;
import dev.slipway.platform.postgres.Database;
import dev.slipway.platform.postgres.DatabaseLocks;
import dev.slipway.platform.postgres.Databases;
import dev.slipway.platform.postgres.PlanSizes;
import dev.slipway.platform.postgres.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
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
    private static final Duration SIZE_PAUSE = Duration.ofSeconds(1);
    private static final String CLOSED = "The database is closed, because it is far bigger than its plan allows, and nobody can "
            + "read it. Open it with heroku addons:upgrade, replace it by an earlier backup with heroku pg:backups:restore, or "
            + "empty it with heroku pg:reset.";

    private final TransferRecords records;
    private final BackupFiles files;
    private final PostgresPrograms programs;
    private final Databases databases;
    private final DatabaseLocks locks;
    private final Replacements replacements;
    private final Retention retention;
    private final Addons addons;
    private final PlanSizes sizes;
    private final AppLogs logs;
    private final BackupSettings settings;
    private final Downloads downloads;

    TransferWork(TransferRecords records, BackupFiles files, PostgresPrograms programs, Databases databases,
                 DatabaseLocks locks, Replacements replacements, Retention retention, Addons addons, PlanSizes sizes, AppLogs logs,
                 BackupSettings settings) {
        this.records = records;
        this.files = files;
        this.programs = programs;
        this.databases = databases;
        this.locks = locks;
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
        try {
            Database database = database(transfer.addonId()); // now: it may be destroyed meanwhile
            switch (transfer.kind()) {
                case BACKUP -> backUp(transfer, database);
                case RESTORE, COPY -> load(transfer, database);
            }
        } catch (TransferFailedException e) {
            end(transfer, e.getMessage());
        } catch (CancellationException | InterruptedException e) {
            end(transfer, "The platform was stopped meanwhile. Nothing was changed; start it again.");
        } catch (IOException | RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("A transfer failed, transfer={} addon={}", transfer.id(), transfer.addonId(), e);
            }
            end(transfer, "The database or its server did not answer as it should. Try again in a few minutes; if that "
                    + "fails, too, tell your administrator.");
        }
    }

    private static TransferFailedException gone() {
        return new TransferFailedException("The database is gone.");
    }

    private void end(Transfer transfer, String reason) {
        Thread.interrupted(); // answered by now; cleaning up must not be cut short
        try {
            settle(transfer, reason);
        } catch (RuntimeException e) {
            LOG.warn("A transfer that ended cannot be cleaned up after yet, transfer={} addon={}: {}", transfer.id(),
                    transfer.addonId(), reason, e);
        }
    }

    /**
     * Cleans up after a transfer that a dead process was at, and ends it.
     *
     * @throws RuntimeException if the database's server does not answer: to be tried again, as long as the row has not ended
     */
    void settle(Transfer transfer) {
        settle(transfer, "The platform was interrupted meanwhile. Nothing was changed; start it again.");
    }

    /**
     * The row ends last: as long as it has not, somebody comes and cleans up, whatever was interrupted.
     *
     * @param reason why it ended, unless it had succeeded or was cancelled
     */
    private void settle(Transfer transfer, String reason) {
        Transfer now = records.find(transfer.id()).orElse(transfer);
        if (now.state() == TransferState.SUCCEEDED) {
            return;
        }
        transfer.addonIds().forEach(addon -> databases.find(addon).ifPresent(database ->
                replacements.endSessions(database, PostgresPrograms.sessionName(transfer.id()))));
        files.delete(transfer);
        if (now.step() != TransferStep.FETCHING && takeBack(now)) {
            records.succeed(transfer.id(), now.processedBytes(), 0);
        } else {
            fail(transfer, reason);
        }
    }

    /**
     * Removes what a restore has beside the database: the new one, or after the switch the old one.
     *
     * @return whether the new one is in place
     */
    private boolean takeBack(Transfer transfer) {
        return locks.with(transfer.addonId(), () -> databases.find(transfer.addonId()).map(database -> {
            boolean inPlace = replacements.reopen(database) && transfer.step() == TransferStep.SWITCHING;
            if (!inPlace) {
                // Once the new one is gone, who comes again after a crash must not believe that it is in place.
                records.step(transfer.id(), TransferStep.LOADING);
            }
            replacements.discard(database);
            return inPlace;
        }).orElse(false));
    }

    /** Nobody waits for what was made by itself, so that its failure is told in the app's log. */
    private void fail(Transfer transfer, String reason) {
        if (records.giveUp(transfer.id(), reason) && transfer.automatic()) {
            logs.platform(transfer.appId().toString(), "postgres", "Backup " + transfer.displayName() + " of "
                    + transfer.fromName() + " failed: " + reason);
            LOG.warn("An automatic backup failed, transfer={} addon={}: {}", transfer.id(), transfer.addonId(), reason);
        }
    }

    private void backUp(Transfer transfer, Database database) throws IOException {
        dump(transfer, database);
        long bytes = files.keep(transfer);
        if (!records.succeed(transfer.id(), bytes, 0)) {
            throw cancelled(transfer);
        }
        retention.trim(transfer.addonId());
    }

    private static CancellationException cancelled(Transfer transfer) {
        return new CancellationException("somebody cancelled " + transfer.id());
    }

    /** Writes a database into the transfer's draft. */
    private void dump(Transfer transfer, Database database) throws IOException {
        long size = replacements.sizeBytes(database, database.name());
        records.sourceBytes(transfer.id(), size);
        records.line(transfer.id(), "Reading " + transfer.fromName() + ", " + Sizes.text(size));
        DumpReport report = new DumpReport();
        int status;
        try (OutputStream out = files.write(transfer, bytes -> records.progress(transfer.id(), bytes))) {
            status = programs.dump(transfer.id(), database, out, report::line);
        }
        report.lines().forEach(line -> records.line(transfer.id(), line));
        if (status != 0) {
            throw new TransferFailedException(replacements.isClosed(database) ? CLOSED : report.failure());
        }
        records.line(transfer.id(), "The dump is complete, " + Sizes.text(Files.size(files.draft(transfer))));
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
        change(transfer, there -> replacements.putInPlace(there, connections(there)));
        records.line(transfer.id(), "The restored database took the place of the old one.");
        files.discardDraft(transfer);
        replacements.discard(database);
        records.succeed(transfer.id(), size, warnings);
    }

    private void proceed(Transfer transfer, TransferStep step) {
        if (!records.step(transfer.id(), step)) {
            throw cancelled(transfer);
        }
    }

    /** Changes the database that is written to, while nobody else changes or removes it. */
    private void change(Transfer transfer, Consumer<Database> change) throws TransferFailedException {
        boolean there = locks.with(transfer.addonId(), () -> {
            Optional<Database> found = databases.find(transfer.addonId());
            found.ifPresent(change);
            return found.isPresent();
        });
        if (!there) {
            throw gone();
        }
    }

    private int connections(Database database) {
        return addons.find(database.addonId()).map(sizes::connections).orElse(0);
    }

    /** @return how many errors were left out */
    private int fill(Transfer transfer, Database database, Path dump) throws IOException {
        files.requireRoom();
        change(transfer, replacements::prepare);
        for (ExtensionName extension : transfer.extensions()) {
            install(database, extension);
        }
        change(transfer, there -> replacements.open(there, connections(there)));
        records.line(transfer.id(), "Writing " + transfer.toName() + ", beside the rows that are there now");
        RestoreReport report = new RestoreReport();
        int status;
        Optional<String> objection;
        String into = Replacements.prepared(database).name();
        long most = mostBytes(transfer.addonId());
        try (InputStream in = new CountedInput(Files.newInputStream(dump), bytes -> records.progress(transfer.id(), bytes));
                SizeGuard guard = new SizeGuard(() -> objection(replacements.sizeBytes(database, into), most),
                        () -> replacements.endSessions(database, PostgresPrograms.sessionName(transfer.id())), SIZE_PAUSE)) {
            status = programs.restore(transfer.id(), database, into, in, report::line);
            objection = guard.objection();
        }
        report.lines().forEach(line -> records.line(transfer.id(), line));
        Optional<String> failure = objection.or(() -> report.failure(status));
        if (failure.isPresent()) {
            throw new TransferFailedException(failure.get() + " The database is as it was before.");
        }
        return report.warnings();
    }

    /** Why a database of that size must not be filled further. */
    private Optional<String> objection(long size, long most) {
        if (size > most) {
            return Optional.of("The dump has more data than the database's plan allows, " + Sizes.text(most)
                    + ". Take a larger plan: heroku addons:upgrade");
        }
        try {
            files.requireRoom();
            return Optional.empty();
        } catch (TransferFailedException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                        + Sizes.text(settings.maxBytes()) + ". Ask your administrator to raise slipway.backups.max-size.");
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
