package dev.slipway.platform.invitation;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDirectory;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.PasswordChanged;
import dev.slipway.platform.account.PasswordHash;
import dev.slipway.platform.account.Passwords;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.audit.AuditLog;
import dev.slipway.platform.crypto.Secret;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Links with which people choose a password: their first one, or another after they forgot it. A further link does not
 * end those before, so that a list may be imported again; the first use, and any other change of the password, ends all.
 */
@Service
public class Invitations {

    /** A class is often set up well before its first lesson. */
    public static final Duration FOR_NEWCOMERS = Duration.ofDays(14);
    public static final Duration FOR_RESET = Duration.ofDays(1);

    private static final String PATH = "/invitations/";

    private final JdbcTemplate sql;
    private final TransactionTemplate transactions;
    private final Accounts accounts;
    private final AccountDirectory directory;
    private final Passwords passwords;
    private final AuditLog audit;
    private final PublicUrls urls;
    private final Clock clock;

    Invitations(JdbcTemplate sql, TransactionTemplate transactions, Accounts accounts, AccountDirectory directory,
                Passwords passwords, AuditLog audit, PublicUrls urls, Clock clock) {
        this.sql = sql;
        this.transactions = transactions;
        this.accounts = accounts;
        this.directory = directory;
        this.passwords = passwords;
        this.audit = audit;
        this.urls = urls;
        this.clock = clock;
    }

    /** A link for each account, in the same order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Invitation> issue(List<Account> accounts, Duration life) {
        Instant now = Instant.now(clock);
        Instant expiresAt = now.plus(life);
        List<Invitation> issued = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        for (Account account : accounts) {
            Secret secret = Secret.random();
            issued.add(new Invitation(urls.platform() + PATH + secret.value(), expiresAt));
            rows.add(new Object[] {secret.hash(), account.id(), Timestamp.from(expiresAt), Timestamp.from(now)});
        }
        sql.update("delete from invitation where expires_at < ?", Timestamp.from(now));
        sql.batchUpdate("insert into invitation (secret_hash, account_id, expires_at, created_at) values (?, ?, ?, ?)", rows);
        return issued;
    }

    /** Whom the link invites. @throws ApiException 404 if it is used or too old */
    Account invited(Secret secret) {
        return sql.queryForList("select account_id from invitation where secret_hash = ? and expires_at > ?", UUID.class,
                secret.hash(), Timestamp.from(Instant.now(clock))).stream().findFirst().flatMap(accounts::find)
                .orElseThrow(Invitations::gone);
    }

    /**
     * Sets the password. Whoever was logged in with the former one is not any more.
     *
     * @throws ApiException 404 if the link is used or too old, 403 if the account is suspended, 422 if the password is not
     *     acceptable
     */
    Account accept(Secret secret, String password, Actor by) {
        Account account = invited(secret).requireActive();
        PasswordHash hash = passwords.hash(password);
        return transactions.execute(_ -> {
            // Of two who use the link at the same moment one waits here and then finds nothing to delete.
            if (sql.update("delete from invitation where secret_hash = ?", secret.hash()) == 0) {
                throw gone();
            }
            audit.record(by, "user.choose-password", account);
            return directory.choosePassword(account, hash).account();
        });
    }

    @EventListener
    public void passwordChanged(PasswordChanged event) {
        sql.update("delete from invitation where account_id = ?", event.account().id());
    }

    private static ApiException gone() {
        return ApiException.notFound("invitation", "This link does not work any more: it was used already, or it is too "
                + "old, or a part of it is missing. Ask whoever sent it to you for a new one.");
    }
}
