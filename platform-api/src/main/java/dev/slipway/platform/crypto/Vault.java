package dev.slipway.platform.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts with AES-256-GCM and signs with HMAC-SHA-256, both under keys of one file that is made at first start.
 * Without that file a database backup cannot be read: back both up. Thread-safe.
 */
public final class Vault {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec encryption;
    private final SecretKeySpec signing;

    private Vault(byte[] keys) {
        this.encryption = new SecretKeySpec(keys, 0, KEY_BYTES, "AES");
        this.signing = new SecretKeySpec(keys, KEY_BYTES, KEY_BYTES, "HmacSHA256");
    }

    /**
     * Reads the key file, or makes it (mode 0600) where there is none.
     *
     * @throws KeyFileException if the file is not one of ours
     */
    public static Vault open(Path keyFile) {
        try {
            if (!Files.exists(keyFile)) {
                Files.createDirectories(keyFile.getParent());
                byte[] keys = new byte[2 * KEY_BYTES];
                new SecureRandom().nextBytes(keys);
                Path draft = Files.createTempFile(keyFile.getParent(), "key", ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(draft, keys, StandardOpenOption.SYNC);
                Files.move(draft, keyFile);
            }
            byte[] keys = Files.readAllBytes(keyFile);
            if (keys.length != 2 * KEY_BYTES) {
                throw new KeyFileException("The key file " + keyFile + " has " + keys.length + " bytes instead of "
                        + 2 * KEY_BYTES + ". Restore it from your backup; config vars cannot be read without it.");
            }
            return new Vault(keys);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or make the key file " + keyFile, e);
        }
    }

    /** Encrypts {@code text}; two calls never give the same bytes. */
    public byte[] encrypt(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), 0);
        return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    }

    /**
     * Undoes {@link #encrypt}.
     *
     * @throws IllegalStateException if the bytes were changed or encrypted under another key
     */
    public String decrypt(byte[] sealed) {
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
        return new String(cipher(Cipher.DECRYPT_MODE, nonce, sealed, NONCE_BYTES), StandardCharsets.UTF_8);
    }

    /** HMAC-SHA-256 of {@code text}, 32 bytes. */
    public byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signing);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256", e);
        }
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] input, int offset) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input, offset, input.length - offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value in the database cannot be decrypted: it was changed, or the key file "
                    + "is not the one it was encrypted with. Restore the key file from your backup.", e);
        }
    }
}
