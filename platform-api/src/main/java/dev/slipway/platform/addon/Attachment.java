package dev.slipway.platform.addon;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The name under which an app has an add-on.
 *
 * @param name       for example {@code DATABASE}: what the add-on exports as {@code URL} is then {@code DATABASE_URL}
 * @param credential which of the add-on's credentials, {@value Addon#DEFAULT_CREDENTIAL} unless somebody chose another
 */
public record Attachment(UUID id, UUID addonId, UUID appId, String name, String credential, Instant createdAt,
                         Instant updatedAt) {

    private static final String CREDENTIAL = "credential:";

    /** Heroku's word for the credential: empty for the default one. */
    public Optional<String> namespace() {
        return credential.equals(Addon.DEFAULT_CREDENTIAL) ? Optional.empty() : Optional.of(CREDENTIAL + credential);
    }

    /** The credential that a {@link #namespace} stands for; empty if it stands for something else. */
    static Optional<String> credential(String namespace) {
        return namespace.startsWith(CREDENTIAL) ? Optional.of(namespace.substring(CREDENTIAL.length())) : Optional.empty();
    }

    /** The name of a config var that the app has of this. */
    String configVar(String suffix) {
        return name + "_" + suffix;
    }
}
