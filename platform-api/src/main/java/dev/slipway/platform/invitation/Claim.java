package dev.slipway.platform.invitation;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDirectory;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.AdministratorMade;
import dev.slipway.platform.account.EmailAddress;
import dev.slipway.platform.account.PasswordHash;
import dev.slipway.platform.account.Passwords;
import dev.slipway.platform.account.PersonName;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.audit.AuditLog;
import dev.slipway.platform.crypto.Secret;
import dev.slipway.platform.crypto.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the first administrator of a new installation, once. Whoever knows the secret chooses e-mail address and
 * password; there is no default of either. The secret stands in a file for {@code ./slipway up} to show, until somebody
 * administers the installation, by this way or another.
 */
public class Claim {

    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

    private final Path file;
    private final JdbcTemplate sql;
    private final TransactionTemplate transactions;
    private final Accounts accounts;
    private final AccountDirectory directory;
    private final Passwords passwords;
    private final AuditLog audit;
    private final Clock clock;

    /** @param file holds the secret in the clear, mode 0600 */
    public Claim(Path file, JdbcTemplate sql, TransactionTemplate transactions, Accounts accounts, AccountDirectory directory,
                 Passwords passwords, AuditLog audit, Clock clock) {
        this.file = file;
        this.sql = sql;
        this.transactions = transactions;
        this.accounts = accounts;
        this.directory = directory;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
    }

    /** At each start: makes a secret where it is needed, keeps one that is there, forgets it where it is not needed. */
    public void prepare() {
        if (directory.administrated()) {
            sql.update("delete from claim");
            deleteFile();
        } else if (!prepared()) {
            Secret secret = Secret.random();
            SecretFile.write(file, "rw-------", secret.value());
            sql.update("insert into claim (secret_hash, created_at) values (?, ?) on conflict (only_one)"
                    + " do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at",
                    secret.hash(), Timestamp.from(Instant.now(clock)));
            LOG.info("There is no administrator yet; ./slipway up shows the link that makes one, from {}", file);
        }
    }

    private boolean prepared() {
        try {
            return Files.exists(file) && isStored(new Secret(Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the claim in " + file, e);
        }
    }

    private boolean isStored(Secret secret) {
        List<byte[]> stored = sql.queryForList("select secret_hash from claim", byte[].class);
        return stored.stream().anyMatch(hash -> Arrays.equals(hash, secret.hash()));
    }

    /** Whether {@link #claim} would accept this secret. */
    boolean open(Secret secret) {
        return isStored(secret) && !directory.administrated();
    }

    /**
     * Makes the first administrator.
     *
     * @throws ApiException 409 if there is one or the secret is wrong; 422 if e-mail, name or password are not acceptable
     */
    Account claim(Secret secret, String email, @Nullable String name, String password, Actor by) {
        return claim(open(secret), () -> sql.update("delete from claim where secret_hash = ?", secret.hash()), email, name, password, by);
    }

    /** The same for the operator, who needs no secret. */
    Account claimAsOperator(String email, @Nullable String name, String password, Actor by) {
        return claim(!directory.administrated(), () -> sql.update("delete from claim"), email, name, password, by);
    }

    private Account claim(boolean open, IntSupplier take, String email, @Nullable String name, String password, Actor by) {
        if (!open) {
            throw claimed();
        }
        EmailAddress address = EmailAddress.parse(email);
        String called = PersonName.parse(name);
        PasswordHash hash = passwords.hash(password);
        return transactions.execute(_ -> {
            // The row is there once: of two who come at the same moment one waits here and then finds none.
            if (take.getAsInt() == 0 || directory.administrated()) {
                throw claimed();
            }
            Account account = accounts.create(address, called, hash, true);
            audit.record(by, "user.claim", account);
            return account;
        });
    }

    private static ApiException claimed() {
        return ApiException.conflict("This Slipway has an administrator already. Somebody who has the machine adds another"
                + " with: ./slipway users add EMAIL --admin");
    }

    @TransactionalEventListener(fallbackExecution = true)
    public void over(AdministratorMade event) {
        deleteFile();
    }

    private void deleteFile() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}, whose content opens nothing any more", file, e);
        }
    }
}
