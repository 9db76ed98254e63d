package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addon;
import java.util.List;
import java.util.Optional;

/**
 * A transfer that is to be made; see {@link Transfer} for what its fields mean.
 *
 * @param addon the database that is backed up or written to
 */
record TransferRequest(TransferKind kind, Addon addon, Optional<TransferSource> source, String fromName, String toName,
                       boolean automatic, List<ExtensionName> extensions) {

    static TransferRequest backup(Addon addon, String name, boolean automatic) {
        return new TransferRequest(TransferKind.BACKUP, addon, Optional.empty(), name, "backup", automatic, List.of());
    }
}
