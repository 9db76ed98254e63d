package dev.slipway.platform.rendezvous;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * The appointments that clients have not kept yet. Each has a secret that is good for one visit. In memory on purpose: a
 * restart of the platform ends the processes of attached clients anyway.
 */
@Service
public class Rendezvous {

    /** With it begins what a client sends first, so that routers know where to bring it. */
    public static final String PREFIX = "rendezvous.";

    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private record Expected(Appointment appointment, Instant until) {}

    private final RendezvousSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** By the secrets' hashes: how long a look-up takes tells nothing of a secret. */
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();

    Rendezvous(RendezvousSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The path of the URL that the client has to come to, without a slash: {@code rendezvous.<secret>}. */
    public String expect(Appointment appointment) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + ENCODER.encodeToString(bytes);
        expected.put(hash(secret), new Expected(appointment, Instant.now(clock).plus(settings.patience())));
        return secret;
    }

    /** The appointment of who knows {@code secret}; nobody else gets it then. */
    Optional<Appointment> keep(String secret) {
        Expected kept = expected.remove(hash(secret));
        if (kept == null) {
            return Optional.empty();
        }
        if (!kept.until().isAfter(Instant.now(clock))) {
            kept.appointment().missed().run();
            return Optional.empty();
        }
        return Optional.of(kept.appointment());
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void expire() {
        Instant now = Instant.now(clock);
        expected.forEach((hash, visit) -> {
            if (!visit.until().isAfter(now) && expected.remove(hash, visit)) {
                visit.appointment().missed().run();
            }
        });
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
