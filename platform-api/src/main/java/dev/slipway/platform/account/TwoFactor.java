package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.crypto.Vault;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The second factor of a login: codes of an authenticator app, and recovery codes for when it is lost. Each code works once.
 * Who may try how often is {@link Logins}' business.
 */
@Service
public class TwoFactor {

    private static final int RECOVERY_CODES = 10;
    /** 16 base32 characters. */
    private static final int RECOVERY_BYTES = 10;

    private final TwoFactorRepository repository;
    private final RecoveryCodeRepository recoveryCodes;
    private final Vault vault;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TwoFactor(TwoFactorRepository repository, RecoveryCodeRepository recoveryCodes, Vault vault,
              ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.recoveryCodes = recoveryCodes;
        this.vault = vault;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What the authenticator app has to know.
     *
     * @param secret base32, to be typed
     * @param url    {@code otpauth:}, to be scanned
     */
    public record Enrolment(String secret, URI url) {}

    @Transactional(readOnly = true)
    public boolean enabled(Account account) {
        return repository.existsByAccountIdAndConfirmedTrue(account.id());
    }

    /**
     * Begins; logins stay as they are until {@link #confirm}. Beginning again makes a new secret.
     *
     * @throws ApiException 422 if it is enabled already
     */
    @Transactional
    public Enrolment enrol(Account account) {
        if (enabled(account)) {
            throw ApiException.invalid("Two-factor authentication is enabled already. Disable it first to move to another "
                    + "authenticator app.");
        }
        Totp totp = Totp.random();
        TwoFactorEntity entity = new TwoFactorEntity();
        entity.accountId = account.id();
        entity.secret = vault.encrypt(totp.secret());
        entity.createdAt = Instant.now(clock);
        repository.save(entity);
        return enrolment(account, totp);
    }

    /** The enrolment that waits to be confirmed. @throws ApiException 422 if there is none */
    @Transactional(readOnly = true)
    public Enrolment pending(Account account) {
        return repository.findById(account.id()).filter(entity -> !entity.confirmed)
                .map(entity -> enrolment(account, totp(entity))).orElseThrow(TwoFactor::notBegun);
    }

    /**
     * From now on logins need a code.
     *
     * @return recovery codes, never shown again; empty if {@code code} is wrong
     * @throws ApiException 422 if there is nothing to confirm
     */
    @Transactional
    List<String> confirm(Account account, String code) {
        TwoFactorEntity entity = repository.findById(account.id()).filter(found -> !found.confirmed)
                .orElseThrow(TwoFactor::notBegun);
        if (!takeCode(entity, digits(code))) {
            return List.of();
        }
        events.publishEvent(new OwnChange(account, "user.two-factor-on", null));
        return Stream.generate(TwoFactor::recoveryCode).limit(RECOVERY_CODES).peek(made -> {
            RecoveryCodeEntity row = new RecoveryCodeEntity();
            row.accountId = account.id();
            row.hash = hash(account.id(), made);
            recoveryCodes.save(row);
        }).toList();
    }

    /** Whether {@code code}, of the app or a recovery code, is right; it is used up then. Without two factors none is. */
    @Transactional
    boolean take(Account account, String code) {
        String typed = digits(code);
        return repository.findById(account.id()).filter(entity -> entity.confirmed)
                .map(entity -> takeCode(entity, typed) || recoveryCodes.take(account.id(), hash(account.id(), typed)) == 1)
                .orElse(false);
    }

    /** Logins need the password only; the codes are worth nothing any more. Nothing happens where it is not enabled. */
    @Transactional
    public void disable(UUID accountId) {
        repository.deleteOf(accountId);
    }

    /** The same, by the account's owner. */
    @Transactional
    public void disable(Account owner) {
        if (enabled(owner)) {
            events.publishEvent(new OwnChange(owner, "user.two-factor-off", null));
        }
        disable(owner.id());
    }

    private boolean takeCode(TwoFactorEntity entity, String code) {
        OptionalLong step = totp(entity).stepOf(code, Instant.now(clock));
        return step.isPresent() && repository.take(entity.accountId, step.getAsLong()) == 1;
    }

    private Totp totp(TwoFactorEntity entity) {
        return new Totp(vault.decrypt(entity.secret));
    }

    private static Enrolment enrolment(Account account, Totp totp) {
        String label = URLEncoder.encode(account.email(), StandardCharsets.UTF_8).replace("+", "%20");
        return new Enrolment(totp.secret(), URI.create("otpauth://totp/Slipway:" + label + "?secret=" + totp.secret()
                + "&issuer=Slipway"));
    }

    /** As people type codes: with spaces and dashes, small or capital letters. */
    private static String digits(String code) {
        return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    /** 80 random bits as {@code XXXX-XXXX-XXXX-XXXX}. */
    private static String recoveryCode() {
        byte[] bits = new byte[RECOVERY_BYTES];
        new SecureRandom().nextBytes(bits);
        return Base32.toBase32String(bits).replaceAll("(.{4})(?!$)", "$1-");
    }

    /** Keyed, with a key outside the database: recovery codes are too short for a plain hash. */
    private byte[] hash(UUID account, String code) {
        return vault.sign("recovery code " + account + " " + digits(code));
    }

    private static ApiException notBegun() {
        return ApiException.invalid("There is nothing to confirm. Begin with setting up an authenticator app.");
    }
}
