package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and checks passwords (argon2id). Thread-safe; slow on purpose, so not to be called within a transaction. */
@Component
public class Passwords {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;
    /** Clients and routers wait for an answer not much longer; a school's lesson begins within it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_WAITING = 200;

    private final PasswordEncoder argon2;
    /** argon2id uses 16 MB and a CPU for each: a flood of guesses must not take all there is. */
    private final Semaphore hashing = new Semaphore(1, true);
    // Checked where there is no hash, so that the answer takes as long as for a wrong password.
    private final String decoy;

    Passwords(PasswordEncoder argon2) {
        this.argon2 = argon2;
        this.decoy = argon2.encode(UUID.randomUUID().toString());
    }

    /** @throws ApiException 422 if the password is too short or too long, 429 if too many wait */
    public PasswordHash hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw ApiException.invalid("The password must have " + SHORTEST + " to " + LONGEST + " characters.");
        }
        if (!isText(password)) {
            throw ApiException.invalid("The password holds half a character. Type it anew.");
        }
        return new PasswordHash(alone(() -> argon2.encode(password)));
    }

    /**
     * Whether this is the password.
     *
     * @param hash null where nobody can log in; takes as long as any other
     * @throws ApiException 429 if too many wait
     */
    boolean matches(String password, @Nullable String hash) {
        return possible(password) && alone(() -> argon2.matches(password, hash == null ? decoy : hash)) && hash != null;
    }

    /** Whether this may be anybody's; what may not is wrong without a look. */
    static boolean possible(String password) {
        return password.length() <= LONGEST && isText(password);
    }

    /** JSON can hold half of a surrogate pair, which has no bytes to be hashed. */
    private static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    private <T> T alone(Supplier<T> work) {
        if (hashing.getQueueLength() >= MOST_WAITING || !myTurn()) {
            throw ApiException.tooManyRequests("Too many people log in at the same moment. Try again in a few seconds.",
                    Duration.ofSeconds(5));
        }
        try {
            return work.get();
        } finally {
            hashing.release();
        }
    }

    private boolean myTurn() {
        try {
            return hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
