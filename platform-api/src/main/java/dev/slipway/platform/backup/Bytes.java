package dev.slipway.platform.backup;

import java.util.List;
import java.util.Locale;

/** Sizes for people. */
final class Bytes {

    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    private Bytes() {}

    /** For example {@code 8.2 MB}; units of 1000. */
    static String show(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.size() - 1) {
            size /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", size, UNITS.get(unit));
    }
}
