package dev.slipway.platform.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first administrator of a new installation, with a random password that stands in a file for
 * {@code ./slipway up} to show, until somebody has logged in with it.
 */
public final class FirstLogin {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLogin.class);

    private final Accounts accounts;
    private final String email;
    private final Path file;

    /** @param file two lines, {@code email: …} and {@code password: …}, mode 0600 */
    public FirstLogin(Accounts accounts, String email, Path file) {
        this.accounts = accounts;
        this.email = email;
        this.file = file;
    }

    /** Does nothing where there are accounts already. */
    public void prepare() {
        if (!accounts.none()) {
            return;
        }
        byte[] bits = new byte[12];
        new SecureRandom().nextBytes(bits);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "email: " + email + "\npassword: " + password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the first login to " + file, e);
        }
        accounts.create(email, password, true);
        LOG.info("Made the first administrator {}; its password is in {}", email, file);
    }

    /** Forgets the password file. Safe to call at every login. */
    public void done() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}; delete it by hand, it holds a password", file, e);
        }
    }
}
