package dev.slipway.platform.partner;

import java.time.Duration;

/**
 * @param patience        time for a provider to make an add-on in the background; after it the add-on is given up
 * @param removalPatience time for a provider that refuses to remove an add-on, or cannot be reached; after it the add-on counts as
 *                        removed
 */
public record PartnerSettings(Duration patience, Duration removalPatience) {

    /** @throws IllegalArgumentException if one of them is no time at all */
    public PartnerSettings {
        check("patience", patience);
        check("removal-patience", removalPatience);
    }

    private static void check(String key, Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("slipway.partner." + key + " must be longer than nothing, not " + time);
        }
    }
}
