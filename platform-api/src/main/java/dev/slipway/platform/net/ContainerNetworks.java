package dev.slipway.platform.net;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.regex.Pattern;

/**
 * The networks of containers on this machine: builds of all tenants, and what else its administrator runs there. Known by
 * the names that Docker gives their bridges, unless it is told to give others.
 */
public final class ContainerNetworks {

    private static final Pattern BRIDGE = Pattern.compile("docker0|docker_gwbridge|br-[0-9a-f]{12}");

    private ContainerNetworks() {}

    /** Whether a container may be at {@code address}: not if it is this machine's own. */
    public static boolean hold(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) == null && NetworkInterface.networkInterfaces()
                    .filter(network -> BRIDGE.matcher(network.getName()).matches())
                    .flatMap(network -> network.getInterfaceAddresses().stream())
                    .anyMatch(bridge -> Subnet.of(bridge.getAddress(), bridge.getNetworkPrefixLength()).contains(address));
        } catch (SocketException e) {
            throw new UncheckedIOException("Cannot list this machine's networks", e);
        }
    }
}
