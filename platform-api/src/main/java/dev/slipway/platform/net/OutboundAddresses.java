package dev.slipway.platform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The addresses that the platform may connect to on a user's word: none by which a user would reach what listens for the
 * platform alone, or another tenant's dynos. Whoever connects must use the very addresses that {@link #resolve} gave: a
 * name may resolve to another one a moment later. Thread-safe.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, special-purpose addresses</a>
 */
public final class OutboundAddresses {

    /** The name leads to an address that is not for users. */
    public static final class ForbiddenAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host) {
            super(host + " leads to an address that Slipway does not connect to");
        }
    }

    private static final List<Subnet> NEVER = subnets("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24",
            "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3", "::/96", "fe80::/10", "fec0::/10", "ff00::/8",
            // Blocks that carry an IPv4 address inside: NAT64, Teredo, 6to4.
            "64:ff9b::/32", "2001::/32", "2002::/16");
    private static final List<Subnet> PRIVATE =
            subnets("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    private final List<Subnet> forbidden;
    private final Set<String> forbiddenNames;

    /**
     * @param privateNetworks whether addresses of private networks are allowed, as at a site that has its own services there
     * @param subnets         further blocks that are not, for example that of the dynos
     * @param names           hostnames that are not, lower case: the platform's own
     */
    public OutboundAddresses(boolean privateNetworks, List<String> subnets, Set<String> names) {
        List<Subnet> all = new ArrayList<>(NEVER);
        subnets.stream().map(Subnet::parse).forEach(all::add);
        if (!privateNetworks) {
            all.addAll(PRIVATE);
        }
        this.forbidden = List.copyOf(all);
        this.forbiddenNames = Set.copyOf(names);
    }

    /**
     * Looks a name up.
     *
     * @param host a hostname or a literal address, without brackets
     * @return at least one address; all are allowed
     * @throws ForbiddenAddressException if one of them is not: a name that also leads inside is no mistake
     * @throws UnknownHostException      if there are none
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        String name = host.toLowerCase(Locale.ROOT);
        if (forbiddenNames.contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)) {
            throw new ForbiddenAddressException(host);
        }
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (forbidden.stream().anyMatch(subnet -> subnet.contains(address))) {
                throw new ForbiddenAddressException(host);
            }
        }
        return List.of(addresses);
    }

    private static List<Subnet> subnets(String... cidrs) {
        return List.of(cidrs).stream().map(Subnet::parse).toList();
    }
}
