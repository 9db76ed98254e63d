package dev.slipway.platform.crypto;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps a platform from going on with another key file than its database was written with, as when a disk is not mounted. */
public final class KeyCheck {

    private KeyCheck() {}

    /**
     * Opens the vault. The first start makes the key file, and remembers it in the database.
     *
     * @throws KeyFileException if the file is missing or not the one that the database remembers
     */
    public static Vault open(Path keyFile, JdbcTemplate sql) {
        List<byte[]> known = sql.queryForList("select signature from vault_key", byte[].class);
        if (!known.isEmpty() && !Files.exists(keyFile)) {
            throw lost("The key file " + keyFile + " is missing.");
        }
        Vault vault = Vault.open(keyFile);
        byte[] signature = vault.sign("key check");
        if (known.isEmpty()) {
            sql.update("insert into vault_key (signature) values (?)", signature);
        } else if (!MessageDigest.isEqual(known.getFirst(), signature)) {
            throw lost("The key file " + keyFile + " is not the one that the database was written with.");
        }
        return vault;
    }

    private static KeyFileException lost(String what) {
        return new KeyFileException(what + " Mount the disk that it is on, or restore it from your backup. If it is lost for good, "
                + "so are config vars, certificates' keys, add-ons' passwords and second factors; to go on without them run this "
                + "in the platform's database: delete from vault_key");
    }
}
