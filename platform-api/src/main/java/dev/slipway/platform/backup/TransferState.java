package dev.slipway.platform.backup;

import java.util.Locale;

/** Where a transfer is in its life. */
enum TransferState {

    /** Waits for its turn; nothing was done yet. */
    PENDING,
    RUNNING,
    /** Somebody ended it, and there is still something of it to clean up. */
    CANCELLING,
    SUCCEEDED,
    FAILED,
    /** Somebody ended it, and nothing is left of it. */
    CANCELLED;

    boolean ended() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    /** As the database spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TransferState parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
