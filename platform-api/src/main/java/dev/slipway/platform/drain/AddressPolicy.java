package dev.slipway.platform.drain;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a user may make this server connect to. Names are resolved here, and the connection goes to the very
 * addresses that were checked: a name that is resolved twice can mean two things.
 */
public final class AddressPolicy {

    /** Not the internet, by IANA's registries of special-purpose addresses; translated addresses may hide such ones. */
    private static final List<Network> SPECIAL = Stream.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
            "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96",
            "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10",
            "ff00::/8").map(Network::parse).toList();

    private final List<Network> allowed;
    private final Network dynos;

    /**
     * @param allowed networks that are not the internet and may be reached nevertheless
     * @param dynos   never reached: an app's dynos are nobody else's
     */
    public AddressPolicy(List<Network> allowed, Network dynos) {
        this.allowed = List.copyOf(allowed);
        this.dynos = dynos;
    }

    /**
     * All addresses of {@code host}, at least one.
     *
     * @throws ForbiddenAddressException if one of them may not be reached
     * @throws UnknownHostException      if there is none
     */
    InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                throw new ForbiddenAddressException(host, address);
            }
        }
        return addresses;
    }

    boolean allows(InetAddress address) {
        if (dynos.contains(address) || !address.isLoopbackAddress() && isOurs(address)) {
            return false;
        }
        return SPECIAL.stream().noneMatch(network -> network.contains(address))
                || allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }
}
