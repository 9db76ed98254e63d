package dev.slipway.platform.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Checksums in Heroku's form: {@code SHA256:} and 64 hex digits. */
final class Checksums {

    private static final Pattern FORM = Pattern.compile("(?i)SHA256:[0-9a-f]{64}");

    private Checksums() {}

    static boolean isChecksum(String text) {
        return FORM.matcher(text).matches();
    }

    static String of(String text) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return format(digest);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** Ends {@code digest}. */
    static String format(MessageDigest digest) {
        return "SHA256:" + HexFormat.of().formatHex(digest.digest());
    }
}
