package dev.slipway.platform.backup;

import java.util.Locale;

/** What a transfer does; {@link #fromType} and {@link #toType} are by what Heroku's API tells them apart. */
enum TransferKind {

    /** Database to file. */
    BACKUP("pg_dump", "gof3r"),
    /** File, of ours or from a URL, to database. */
    RESTORE("gof3r", "pg_restore"),
    /** Database to database. */
    COPY("pg_dump", "pg_restore");

    private final String fromType;
    private final String toType;

    TransferKind(String fromType, String toType) {
        this.fromType = fromType;
        this.toType = toType;
    }

    String fromType() {
        return fromType;
    }

    String toType() {
        return toType;
    }

    /** As the database spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TransferKind parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
