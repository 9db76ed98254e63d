package dev.slipway.platform.backup;

import java.util.Locale;

/** How far a running transfer is: what there is to clean up after a crash. */
enum TransferStep {

    /** It makes or downloads a file. */
    FETCHING,
    /** It fills a new database, of which nobody knows. */
    LOADING,
    /** The new database takes the place of the old one: the step that cannot be cancelled. */
    SWITCHING;

    /** As the database spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TransferStep parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
