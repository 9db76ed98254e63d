package dev.slipway.platform.invitation;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.AccountDirectory;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.account.EmailAddress;
import dev.slipway.platform.account.PasswordHash;
import dev.slipway.platform.account.Passwords;
import dev.slipway.platform.account.PersonName;
import dev.slipway.platform.account.SignUpPolicy;
import dev.slipway.platform.account.SignUpSettings;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.audit.Actor;
import dev.slipway.platform.audit.AuditLog;
import java.net.IDN;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** People who make an account for themselves, if {@link SignUpPolicy} lets them. */
@Service
class SignUp {

    private final SignUpPolicy policy;
    private final String contact;
    private final SignUpLimit limit;
    private final TransactionTemplate transactions;
    private final Accounts accounts;
    private final AccountDirectory directory;
    private final Passwords passwords;
    private final AuditLog audit;

    SignUp(SignUpSettings settings, SignUpLimit limit, TransactionTemplate transactions, Accounts accounts,
           AccountDirectory directory, Passwords passwords, AuditLog audit) {
        this.policy = settings.policy();
        this.contact = settings.contact();
        this.limit = limit;
        this.transactions = transactions;
        this.accounts = accounts;
        this.directory = directory;
        this.passwords = passwords;
        this.audit = audit;
    }

    /** @throws ApiException 403, with whom to ask, if nobody may */
    void requireOpen() {
        if (policy instanceof SignUpPolicy.Closed) {
            throw ApiException.forbidden("Sign-up is closed. Ask " + contact + " for an account.");
        }
    }

    /** Whose addresses may sign up, for people; empty when all may. */
    String admitted() {
        return policy instanceof SignUpPolicy.Domains(var domains)
                ? domains.stream().map(domain -> "@" + IDN.toUnicode(domain)).collect(Collectors.joining(", ")) : "";
    }

    /**
     * Makes an account.
     *
     * @throws ApiException 403 if nobody may, 422 if the policy does not admit the address, it is taken or malformed, or the
     *     password not acceptable, 429 if this client tries too often
     */
    Account make(String email, @Nullable String name, String password, Actor by) {
        requireOpen();
        limit.count(by.address());
        EmailAddress address = EmailAddress.parse(email);
        String called = PersonName.parse(name);
        if (!policy.admits(address)) {
            throw ApiException.invalid("Only addresses of " + admitted() + " can sign up here. Ask " + contact
                    + " if you have none.");
        }
        if (!directory.find(List.of(address)).isEmpty()) {
            throw ApiException.invalid("There is an account with the e-mail address " + address
                    + " already. Log in, or ask " + contact + " for a link to choose a new password.");
        }
        PasswordHash hash = passwords.hash(password);
        return transactions.execute(_ -> {
            Account account = accounts.create(address, called, hash, false);
            audit.record(by, "user.sign-up", account);
            return account;
        });
    }
}
