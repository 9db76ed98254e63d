package dev.slipway.platform.postgres;

import dev.slipway.platform.addon.Addon;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A way into a database.
 *
 * @param name        {@value Addon#DEFAULT_CREDENTIAL}, or what its maker called it
 * @param role        what privileges are granted to; stays when the login is rotated
 * @param login       who logs in now
 * @param formerLogin who logged in before a rotation that is not finished
 * @param rotatedAt   when that began
 */
record Credential(UUID addonId, String name, String role, String login, String password, Optional<String> formerLogin,
                  Optional<Instant> rotatedAt) {

    boolean isDefault() {
        return name.equals(Addon.DEFAULT_CREDENTIAL);
    }

    /** Whoever logs in with it, now or still. */
    Stream<String> logins() {
        return Stream.concat(Stream.of(login), formerLogin.stream());
    }

    /** Without the password, which belongs into no log. */
    @Override
    public String toString() {
        return "Credential[" + name + " of " + addonId + "]";
    }
}
