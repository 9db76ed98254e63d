package dev.slipway.platform.backup;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.crypto.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of transfers; each method is one transaction, so that no transfer holds one while it runs. A transfer ends
 * once: of those who want to end it, the first one does. Its app may be removed at any time, and its row with it: then
 * nothing changes.
 */
@Service
class TransferRecords {

    /** How long what failed, restores and copies stay in the list. */
    private static final Duration LISTED = Duration.ofDays(30);
    private static final int LONGEST_LINE = 1000;

    private final TransferRepository transfers;
    private final TransferLineRepository lines;
    private final Vault vault;
    private final Clock clock;

    TransferRecords(TransferRepository transfers, TransferLineRepository lines, Vault vault, Clock clock) {
        this.transfers = transfers;
        this.lines = lines;
        this.vault = vault;
        this.clock = clock;
    }

    @Transactional
    Transfer create(TransferRequest request) {
        TransferEntity transfer = new TransferEntity();
        transfer.appId = request.addon().appId();
        transfer.num = transfers.nextNumber(request.addon().appId());
        transfer.kind = request.kind().word();
        transfer.addonId = request.addon().id();
        transfer.source(request.source(), vault);
        transfer.fromName = request.fromName();
        transfer.toName = request.toName();
        transfer.automatic = request.automatic();
        transfer.extensions = request.extensions().stream().map(ExtensionName::toString).toArray(String[]::new);
        transfer.createdAt = Instant.now(clock);
        return transfers.saveAndFlush(transfer).toTransfer(vault);
    }

    /** @return false if it was cancelled while it waited */
    @Transactional
    boolean start(UUID id) {
        return change(id, transfer -> transfer.state.equals(TransferState.PENDING.word()), transfer -> {
            transfer.state = TransferState.RUNNING.word();
            transfer.startedAt = Instant.now(clock);
        });
    }

    /** @return false if it was cancelled: then the step must not be taken */
    @Transactional
    boolean step(UUID id, TransferStep step) {
        return change(id, TransferRecords::runs, transfer -> transfer.step = step.word());
    }

    @Transactional
    void progress(UUID id, long processedBytes) {
        transfers.progress(id, processedBytes);
    }

    @Transactional
    void sourceBytes(UUID id, long bytes) {
        change(id, TransferRecords::runs, transfer -> transfer.sourceBytes = bytes);
    }

    @Transactional
    void line(UUID id, String message) {
        if (transfers.existsById(id)) {
            TransferLineEntity line = new TransferLineEntity();
            line.transferId = id;
            line.createdAt = Instant.now(clock);
            // PostgreSQL takes no NUL, and one line is one line.
            String clean = message.replaceAll("[\\p{Cntrl}]", " ").strip();
            line.message = clean.length() > LONGEST_LINE ? clean.substring(0, LONGEST_LINE) + "…" : clean;
            lines.save(line);
        }
    }

    /** @return false if it ended before, because somebody cancelled it: then there must be nothing of it */
    @Transactional
    boolean succeed(UUID id, long processedBytes, int warnings) {
        return end(id, TransferRecords::runs, TransferState.SUCCEEDED, transfer -> {
            transfer.processedBytes = processedBytes;
            transfer.warnings = warnings;
        });
    }

    /**
     * Ends what did not succeed: cancelled if somebody wanted that, else failed. Nothing may be left of it by then.
     *
     * @param reason why it failed, a sentence for people
     * @return whether it failed
     */
    @Transactional
    boolean giveUp(UUID id, String reason) {
        end(id, transfer -> transfer.state.equals(TransferState.CANCELLING.word()), TransferState.CANCELLED, _ -> {});
        boolean failed = end(id, transfer -> transfer.finishedAt == null, TransferState.FAILED, _ -> {});
        if (failed) {
            line(id, reason);
        }
        return failed;
    }

    /**
     * Ends what waits. What runs is only marked: whoever runs it, or finds it after a crash, cleans up and ends it.
     *
     * @return false if it has ended, is cancelled already, or cannot be stopped any more
     */
    @Transactional
    boolean cancel(UUID id) {
        return end(id, transfer -> transfer.state.equals(TransferState.PENDING.word()), TransferState.CANCELLED, _ -> {})
                || change(id, transfer -> runs(transfer) && !transfer.step.equals(TransferStep.SWITCHING.word()),
                        transfer -> transfer.state = TransferState.CANCELLING.word());
    }

    private boolean end(UUID id, Predicate<TransferEntity> condition, TransferState state, Consumer<TransferEntity> change) {
        return change(id, condition, transfer -> {
            transfer.state = state.word();
            transfer.finishedAt = Instant.now(clock);
            change.accept(transfer);
        });
    }

    private boolean change(UUID id, Predicate<TransferEntity> condition, Consumer<TransferEntity> change) {
        Optional<TransferEntity> there = transfers.lock(id).filter(condition);
        there.ifPresent(change);
        return there.isPresent();
    }

    private static boolean runs(TransferEntity transfer) {
        return transfer.state.equals(TransferState.RUNNING.word());
    }

    @Transactional
    void delete(UUID id) {
        transfers.deleteById(id);
    }

    @Transactional(readOnly = true)
    List<Transfer> of(App app) {
        return views(transfers.findByAppIdOrderByNumDesc(app.id()));
    }

    /**
     * @param idOrNum as it stands in the URL
     * @throws ApiException 404 if the app has no such transfer
     */
    @Transactional(readOnly = true)
    Transfer require(App app, String idOrNum) {
        return byIdOrNum(app, idOrNum).map(transfer -> transfer.toTransfer(vault))
                .orElseThrow(() -> ApiException.notFound("backup"));
    }

    private Optional<TransferEntity> byIdOrNum(App app, String idOrNum) {
        if (idOrNum.matches("[0-9]{1,9}")) {
            return transfers.findByAppIdAndNum(app.id(), Integer.parseInt(idOrNum));
        }
        try {
            return transfers.findById(UUID.fromString(idOrNum)).filter(transfer -> transfer.appId.equals(app.id()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Transactional(readOnly = true)
    Optional<Transfer> find(UUID id) {
        return transfers.findById(id).map(transfer -> transfer.toTransfer(vault));
    }

    @Transactional(readOnly = true)
    List<TransferLine> lines(UUID id) {
        return lines.findByTransferIdOrderById(id).stream().map(line -> new TransferLine(line.createdAt, line.message)).toList();
    }

    /** Those that wait, the next one first. */
    @Transactional(readOnly = true)
    List<Transfer> pending() {
        return views(transfers.findByStateOrderByAutomaticAscCreatedAtAsc(TransferState.PENDING.word()));
    }

    /** Those that were started and have not ended: what they make and hold is there. */
    @Transactional(readOnly = true)
    List<Transfer> running() {
        return views(transfers.findByStartedAtIsNotNullAndFinishedAtIsNull());
    }

    /** Transfers of the app that somebody asked for and that have not ended. */
    @Transactional(readOnly = true)
    int unfinished(UUID appId) {
        return transfers.countByAppIdAndAutomaticAndFinishedAtIsNull(appId, false);
    }

    /** All backups that are kept, the newest first. */
    @Transactional(readOnly = true)
    List<Transfer> backups() {
        return views(transfers.findByKindAndStateOrderByCreatedAtDesc(TransferKind.BACKUP.word(),
                TransferState.SUCCEEDED.word()));
    }

    /** Those of one database, the newest first. */
    @Transactional(readOnly = true)
    List<Transfer> backupsOf(UUID addonId) {
        return views(transfers.findByAddonIdAndKindAndStateOrderByCreatedAtDesc(addonId, TransferKind.BACKUP.word(),
                TransferState.SUCCEEDED.word()));
    }

    /** Notes that databases are gone, from when on the time of their backups runs. */
    @Transactional
    void markOrphans(Collection<UUID> databases) {
        transfers.markOrphans(databases, Instant.now(clock));
    }

    /** Ended ones of databases that have been gone for so long. */
    @Transactional(readOnly = true)
    List<Transfer> orphanedFor(Duration time) {
        return views(transfers.findByOrphanedAtBeforeAndFinishedAtIsNotNull(Instant.now(clock).minus(time)));
    }

    /** Old ones that left no file. */
    @Transactional(readOnly = true)
    List<Transfer> leftovers() {
        return views(transfers.findLeftovers(Instant.now(clock).minus(LISTED)));
    }

    private List<Transfer> views(List<TransferEntity> entities) {
        return entities.stream().map(transfer -> transfer.toTransfer(vault)).toList();
    }
}
