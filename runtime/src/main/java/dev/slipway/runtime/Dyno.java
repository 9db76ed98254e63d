package dev.slipway.runtime;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * One dyno as it is now.
 *
 * @param id      unique and stable over restarts of its process and of the platform: a UUID
 * @param app     key of its app, as in {@link DynoSpec#app()}
 * @param release release number it runs
 * @param type    process type
 * @param number  from 1
 * @param command its shell command line
 * @param state   state now
 * @param since   when it came into that state
 * @param address where it listens; empty when it has no port. Stays the same over restarts of its process.
 * @param oneOff  whether it is a one-off dyno, whose process is never started again, and not one of a formation
 */
public record Dyno(String id, String app, int release, String type, int number, String command, DynoState state,
                   Instant since, Optional<InetSocketAddress> address, boolean oneOff) {

    /** A dyno of a formation. */
    public Dyno(String id, String app, int release, String type, int number, String command, DynoState state,
                Instant since, Optional<InetSocketAddress> address) {
        this(id, app, release, type, number, command, state, since, address, false);
    }

    /** The dyno's name, for example {@code web.1}. */
    public String name() {
        return type + "." + number;
    }
}
