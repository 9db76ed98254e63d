package dev.slipway.runtime;

import java.time.Instant;
import java.util.Map;

/**
 * A service, as it is at one moment.
 *
 * @param address   dotted IPv4 in the dynos' network; the same for as long as its container lives, restarts included. The
 *                  host reaches every port of the service there, dynos reach none: they take a published port at
 *                  {@link DynoEngine#gateway()}
 * @param labels    those of its {@link ServiceSpec}
 * @param image     as its specification names it
 * @param startedAt when its newest process started; before 1970 when none did
 */
public record Service(String name, String address, ServiceState state, Map<String, String> labels, String image,
                      Instant startedAt) {

    public Service {
        labels = Map.copyOf(labels);
    }
}
