package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and checks passwords (argon2id). Thread-safe; slow on purpose, so not to be called within a transaction. */
@Component
public class Passwords {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private final PasswordEncoder argon2;
    /** argon2id uses 16 MB and a CPU for each: a flood of guesses must not take all there is. */
    private final Semaphore hashing = new Semaphore(1, true);
    // Checked where there is no hash, so that the answer takes as long as for a wrong password.
    private final String decoy;

    Passwords(PasswordEncoder argon2) {
        this.argon2 = argon2;
        this.decoy = argon2.encode(UUID.randomUUID().toString());
    }

    /** @throws ApiException 422 if the password is too short or too long */
    public PasswordHash hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw ApiException.invalid("The password must have " + SHORTEST + " to " + LONGEST + " characters.");
        }
        if (!isText(password)) {
            throw ApiException.invalid("The password holds half a character. Type it anew.");
        }
        return new PasswordHash(alone(() -> argon2.encode(password)));
    }

    /** @param hash null where nobody can log in; takes as long as any other */
    boolean matches(String password, @Nullable String hash) {
        return password.length() <= LONGEST && isText(password) && alone(() -> argon2.matches(password, hash == null ? decoy : hash)) && hash != null;
    }

    /** JSON can hold half of a surrogate pair, which has no bytes to be hashed. */
    private static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    private <T> T alone(Supplier<T> work) {
        hashing.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            hashing.release();
        }
    }
}
