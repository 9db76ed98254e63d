package dev.slipway.platform;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URI;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/** An app on a phone that shows two-factor codes. */
public final class Authenticator {

    private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
    private final SecretKeySpec key;
    private final Clock clock;

    /** @param secret base32, with or without spaces */
    public Authenticator(String secret, Clock clock) {
        this.key = new SecretKeySpec(Base32.decode(secret.replace(" ", "")), "RAW");
        this.clock = clock;
    }

    /** @param scanned what the QR code holds */
    static Authenticator of(URI scanned, Clock clock) {
        return new Authenticator(scanned.getQuery().replaceAll("(?:.*&)?secret=([A-Z2-7]+).*", "$1"), clock);
    }

    /** Six digits. */
    public String code() {
        return codeIn(Duration.ZERO);
    }

    /** What it will show. */
    public String codeIn(Duration time) {
        try {
            return codes.generateOneTimePasswordString(key, clock.instant().plus(time), Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }
}
