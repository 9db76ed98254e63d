package dev.slipway.platform.partner;

import java.time.Duration;

/** @param patience time for a provider to make an add-on in the background; after it the add-on is given up */
public record PartnerSettings(Duration patience) {

    /** @throws IllegalArgumentException if that is no time at all */
    public PartnerSettings {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("slipway.partner.patience must be longer than nothing, not " + patience);
        }
    }
}
