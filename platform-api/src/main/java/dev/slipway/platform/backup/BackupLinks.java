package dev.slipway.platform.backup;

import dev.slipway.platform.crypto.SignedLinks;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How backups are named: by a link that whoever has it may read for an hour, or by a name that gives no right. */
@Component
class BackupLinks {

    /** Where backups are downloaded; behind it comes a token. */
    static final String PATH = "/streams/backups/";
    static final Duration LIFE = Duration.ofHours(1);

    private static final String PURPOSE = "backup";
    private static final String NAME = "slipway-backup:";

    private final SignedLinks links;

    BackupLinks(SignedLinks links) {
        this.links = links;
    }

    /** What stands behind {@link #PATH} in a link to a backup. */
    String token(Transfer backup) {
        return links.seal(PURPOSE, backup.id().toString(), LIFE);
    }

    /** Whose token it is; empty if it is not one of ours, or too old. */
    Optional<UUID> open(String token) {
        return links.open(PURPOSE, token).map(UUID::fromString);
    }

    /** What the list of backups calls {@code to_url}, and the CLI sends back for a restore. */
    static String name(Transfer backup) {
        return NAME + backup.id();
    }

    /** The backup that a link or a name is of; empty if it is neither. Nobody has checked whether there is one. */
    Optional<UUID> backup(String url) {
        if (url.startsWith(NAME)) {
            try {
                return Optional.of(UUID.fromString(url.substring(NAME.length())));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return tokenIn(url).flatMap(this::open);
    }

    /** Whether who has it may read the backup. */
    boolean permits(String url) {
        return tokenIn(url).flatMap(this::open).isPresent();
    }

    private static Optional<String> tokenIn(String url) {
        try {
            return Optional.ofNullable(new URI(url).getRawPath()).filter(path -> path.startsWith(PATH))
                    .map(path -> path.substring(PATH.length()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
