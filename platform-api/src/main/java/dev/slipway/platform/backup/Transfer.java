package dev.slipway.platform.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A backup, a restore or a copy, as it was when read.
 *
 * @param appId          the app in whose list it stands
 * @param num            its number in that list, from 1; never used again
 * @param addonId        the database that is backed up or written to; it may be gone
 * @param source         what is read; empty for a backup, which reads {@code addonId}
 * @param fromName       for people, for example {@code DATABASE}
 * @param automatic      whether nobody asked for it
 * @param extensions     to be installed before a restore, as {@link ExtensionName} writes them
 * @param processedBytes written so far; of a backup in the end the size of its file
 * @param sourceBytes    size of what is read, as far as known; else 0
 * @param warnings       errors that a restore could leave out
 */
record Transfer(UUID id, UUID appId, int num, TransferKind kind, UUID addonId, Optional<TransferSource> source,
                String fromName, String toName, boolean automatic, List<ExtensionName> extensions, TransferState state,
                TransferStep step, long processedBytes, long sourceBytes, int warnings, Instant createdAt,
                Optional<Instant> startedAt, Optional<Instant> finishedAt) {

    /** Its name in the CLI, for example {@code b001}. */
    String displayName() {
        String letter = switch (kind) {
            case BACKUP -> automatic ? "a" : "b";
            case RESTORE -> "r";
            case COPY -> "c";
        };
        return letter + "%03d".formatted(num);
    }

    /** The databases that it reads or writes. */
    Set<UUID> addonIds() {
        return source.orElse(null) instanceof TransferSource.Database(UUID read) ? Set.of(addonId, read) : Set.of(addonId);
    }

    /** Whether it left a file that can be restored. */
    boolean isBackup() {
        return kind == TransferKind.BACKUP && state == TransferState.SUCCEEDED;
    }
}
