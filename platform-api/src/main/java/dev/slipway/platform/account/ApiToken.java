package dev.slipway.platform.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * An API token in the clear; exists only while it is made or checked.
 *
 * @param value {@code HRKU-} and 43 characters of base64url: 256 random bits, so a plain hash of it is enough at rest
 */
record ApiToken(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static ApiToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new ApiToken("HRKU-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** SHA-256 of the token, 32 bytes. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** What lists show; the CLI's logout recognises its own token by this form: prefix, ten asterisks, suffix. */
    String hint() {
        return value.substring(0, 9) + "**********" + value.substring(value.length() - 4);
    }

    @Override
    public String toString() {
        return hint();
    }
}
