package dev.slipway.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes URL parts that carry their own permission: clients fetch such URLs without credentials, and they stay valid over
 * a restart of the platform.
 */
public final class SignedLinks {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Vault vault;
    private final Clock clock;

    public SignedLinks(Vault vault, Clock clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A token that {@link #open} takes, for as long as {@code life}.
     *
     * @param purpose keeps tokens of one kind from being used for another
     */
    public String seal(String purpose, String payload, Duration life) {
        String signed = Instant.now(clock).plus(life).getEpochSecond() + " " + payload;
        return ENCODER.encodeToString(signed.getBytes(StandardCharsets.UTF_8)) + "."
                + ENCODER.encodeToString(vault.sign(purpose + " " + signed));
    }

    /** The payload, if {@code token} is one of ours for {@code purpose} and not too old. */
    public Optional<String> open(String purpose, String token) {
        try {
            int dot = token.indexOf('.');
            String signed = new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), StandardCharsets.UTF_8);
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(signature, vault.sign(purpose + " " + signed))) {
                return Optional.empty();
            }
            int space = signed.indexOf(' ');
            Instant until = Instant.ofEpochSecond(Long.parseLong(signed.substring(0, space)));
            return until.isBefore(Instant.now(clock)) ? Optional.empty() : Optional.of(signed.substring(space + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
