package dev.slipway.platform.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret that platform and routers share through a file.
 *
 * @param value 64 hex digits
 */
public record RouterToken(String value) {

    /** Reads the token, or makes it where there is none. The group may read it: routers run as another user. */
    public static RouterToken open(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] bits = new byte[32];
                new SecureRandom().nextBytes(bits);
                Files.createDirectories(file.toAbsolutePath().getParent());
                Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "router-token", ".tmp");
                Files.writeString(draft, HexFormat.of().formatHex(bits));
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r-----"));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return new RouterToken(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or make the router token " + file, e);
        }
    }

    @Override
    public String toString() {
        return "RouterToken";
    }
}
