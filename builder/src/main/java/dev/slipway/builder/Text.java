package dev.slipway.builder;

import java.time.Duration;
import java.util.Locale;

/** Quantities as the log shows them. */
final class Text {

    private static final String UNITS = "KMGT";

    private Text() {}

    /** For example {@code 48.2M}, as Heroku prints sizes. */
    static String bytes(long bytes) {
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f%c", value, UNITS.charAt(unit));
    }

    static String duration(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
