package dev.slipway.platform.backup;

import java.util.Locale;

/** Where a transfer is in its life. */
enum TransferState {

    /** Waits for its turn; nothing was done yet. */
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Somebody ended it. */
    CANCELLED;

    boolean ended() {
        return this != PENDING && this != RUNNING;
    }

    /** As the database spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TransferState parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
