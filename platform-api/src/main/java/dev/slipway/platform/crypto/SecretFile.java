package dev.slipway.platform.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that holds one secret, for who may read that file. It appears whole and with its mode, or not at all. */
public final class SecretFile {

    private SecretFile() {}

    /**
     * Reads the secret, or makes a random one where there is no file.
     *
     * @param mode as {@code ls} shows it, for example {@code rw-r-----}
     */
    public static String open(Path file, String mode) {
        try {
            if (!Files.exists(file)) {
                write(file, mode, Secret.random().value());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or make the secret in " + file, e);
        }
    }

    /** Replaces the file. */
    public static void write(Path file, String mode, String secret) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "secret", ".tmp");
            Files.writeString(draft, secret);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the secret to " + file, e);
        }
    }
}
