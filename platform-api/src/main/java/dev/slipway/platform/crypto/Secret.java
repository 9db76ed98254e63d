package dev.slipway.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A random secret in the clear; exists only while it is made or checked.
 *
 * @param value base64url, fit for a URL; has 43 characters when made here: 256 random bits, so a plain hash is enough at rest
 */
public record Secret(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** 43 characters. */
    public static Secret random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
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

    @Override
    public String toString() {
        return "**********";
    }
}
