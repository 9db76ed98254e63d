package dev.slipway.runtime;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The dynos' addresses. They are given out in turn, so that an address is not used again soon: a request on its way to
 * a dyno that was just removed must not arrive at another tenant's. Safe for use from any thread.
 */
final class AddressPool {
    /** A Linux bridge has 1,024 ports (BR_MAX_PORTS); some are left for what else hangs on it. */
    static final int MOST_DYNOS = 1_000;

    private final Subnet subnet;
    private final Set<String> taken = new HashSet<>();
    private long next = 1;

    AddressPool(Subnet subnet) {
        this.subnet = subnet;
    }

    /** Takes the next free address; empty when all are taken or {@link #MOST_DYNOS} are. */
    synchronized Optional<String> take() {
        if (taken.size() >= MOST_DYNOS) {
            return Optional.empty();
        }
        long usable = subnet.size() - 2; // neither the network's own nor the broadcast address
        for (long tried = 0; tried < usable; tried++) {
            String address = subnet.address(next);
            next = next % usable + 1;
            if (taken.add(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** Takes {@code address} out of the pool because something has it already. */
    synchronized void reserve(String address) {
        taken.add(address);
    }

    synchronized void release(String address) {
        taken.remove(address);
    }
}
