package dev.slipway.gitreceiver;

import java.util.Locale;

/** Sizes as people read them. */
final class Megabytes {

    private Megabytes() {}

    /** For example {@code 100 MB} or {@code 0.5 MB}; one megabyte is 2^20 bytes, as everywhere at Heroku. */
    static String of(long bytes) {
        double megabytes = bytes / (double) (1 << 20);
        return String.format(Locale.ROOT, megabytes < 10 && megabytes != Math.rint(megabytes) ? "%.1f MB" : "%.0f MB",
                megabytes);
    }
}
