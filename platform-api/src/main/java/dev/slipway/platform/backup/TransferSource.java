package dev.slipway.platform.backup;

import java.net.URI;
import java.util.UUID;

/** What a restore or a copy reads. */
sealed interface TransferSource {

    /** @param transferId of a backup that is kept here */
    record Backup(UUID transferId) implements TransferSource {}

    /** A dump elsewhere; the URL may hold a secret. */
    record Download(URI url) implements TransferSource {}

    /** @param addonId of another database of this installation */
    record Database(UUID addonId) implements TransferSource {}
}
