package dev.slipway.platform.domain;

import dev.slipway.platform.app.App;
import dev.slipway.platform.app.PublicUrls;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A hostname of an app.
 *
 * @param custom        false for the one that every app has below the installation's domain
 * @param sniEndpointId the certificate brought for it; empty if it gets one of the router's authority
 */
public record Domain(UUID id, UUID appId, String hostname, boolean custom, Optional<UUID> sniEndpointId, Instant createdAt,
                     Instant updatedAt) {

    private static final int TARGET_DIGITS = 12;

    /** The app's own, which is no row: it changes with the app's name. */
    static Domain own(App app, PublicUrls urls) {
        String hostname = urls.hostname(app.name());
        return new Domain(UUID.nameUUIDFromBytes(hostname.getBytes(StandardCharsets.UTF_8)), app.id(), hostname, false,
                Optional.empty(), app.createdAt(), app.updatedAt());
    }

    /** First label of the name that DNS should lead this one to: it stays when the app is renamed. */
    public String target() {
        return "dns-" + id.toString().replace("-", "").substring(0, TARGET_DIGITS);
    }
}
