package dev.slipway.platform.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A random secret in the clear; exists only while it is made or checked.
 *
 * @param value ends in 43 characters of base64url when we made it: 256 random bits, so a plain hash of it is enough at rest
 */
public record Secret(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HINT_PREFIX = 9;
    private static final int HINT_SUFFIX = 4;

    /** 43 characters. */
    public static Secret random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** {@code HRKU-} and 43 characters, as the CLI's users know API tokens. */
    static Secret apiToken() {
        return new Secret("HRKU-" + random().value);
    }

    /** SHA-256 of it, 32 bytes. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** Whether {@code hash} is this one's, in constant time. */
    public boolean matches(byte[] hash) {
        return MessageDigest.isEqual(hash, hash());
    }

    /** What lists show; the CLI's logout recognises its own token by this form: prefix, ten asterisks, suffix. */
    String hint() {
        return value.substring(0, HINT_PREFIX) + "**********" + value.substring(value.length() - HINT_SUFFIX);
    }

    @Override
    public String toString() {
        return "**********";
    }
}
