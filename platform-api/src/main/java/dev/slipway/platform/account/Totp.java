package dev.slipway.platform.account;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * The codes of one authenticator app: six digits, new every 30 seconds.
 *
 * @param secret base32, as authenticator apps take it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238, TOTP</a>
 */
record Totp(String secret) {

    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator();
    private static final long STEP_SECONDS = CODES.getTimeStep().toSeconds();
    /** RFC 4226 §4 asks for 160 bits. */
    private static final int SECRET_BYTES = 20;

    static Totp random() {
        byte[] bits = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bits);
        return new Totp(Base32.toBase32String(bits));
    }

    /** The time step whose code this is: the current one, or one beside it, since clocks differ. */
    OptionalLong stepOf(String code, Instant now) {
        long step = now.getEpochSecond() / STEP_SECONDS;
        return LongStream.rangeClosed(step - 1, step + 1).filter(candidate -> same(code, candidate)).findFirst();
    }

    private boolean same(String code, long step) {
        return MessageDigest.isEqual(code.getBytes(StandardCharsets.UTF_8),
                code(Instant.ofEpochSecond(step * STEP_SECONDS)).getBytes(StandardCharsets.UTF_8));
    }

    /** What an authenticator app shows at {@code time}. */
    String code(Instant time) {
        try {
            return CODES.generateOneTimePasswordString(new SecretKeySpec(Base32.decode(secret), "RAW"), time, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("This Java takes no HMAC-SHA-1 key", e);
        }
    }

    @Override
    public String toString() {
        return "Totp[**********]";
    }
}
