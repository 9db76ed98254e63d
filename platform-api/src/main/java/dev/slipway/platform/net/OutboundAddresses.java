package dev.slipway.platform.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The addresses that the platform may connect to on a user's word: the internet and the networks that the settings list, but
 * none by which a user would reach what listens for the platform alone, or another tenant's dynos. Whoever connects must use
 * the very addresses that {@link #resolve} gave: a name may resolve to another one a moment later. Thread-safe.
 *
 * <p>This machine's own addresses are like any other, for a webhook or a drain that leads to another app here. That is safe
 * as long as only the router, which is there for everybody, listens on them: the platform, its rendezvous and PostgreSQL
 * listen on loopback (docker-compose.yml), Docker on a Unix socket. The address of the dynos' bridge is in their subnet. The
 * containers beside it nobody but this machine reaches.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, special-purpose IPv4 addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, special-purpose IPv6 addresses</a>
 */
public final class OutboundAddresses {

    /** The name leads to an address that is not for users. */
    public static final class ForbiddenAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host) {
            super(host + " leads to an address that Slipway does not connect to");
        }
    }

    /** Also if a network is listed that holds them. */
    private static final List<Subnet> NEVER = subnets(
            // This host, loopback, link-local with its predecessor, multicast, reserved.
            "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "fe80::/10", "fec0::/10", "ff00::/8",
            // With an IPv4 address inside: compatible, mapped, translated and NAT64 (and ::1); Teredo; 6to4 and its relays.
            "::/8", "2001::/32", "2002::/16", "192.88.99.0/24",
            // Where clouds tell a machine its secrets, if not at a link-local address: Amazon, Google, Azure.
            "fd00:ec2::254/128", "fd20:ce::254/128", "168.63.129.16/32");

    /** Not the internet, yet some of it may be a network of the site; of IPv6 the internet is within 2000::/3. */
    private static final List<Subnet> SPECIAL = subnets("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "3fff::/20");

    private final List<Subnet> networks;
    private final List<Subnet> forbidden;
    private final Set<String> forbiddenNames;
    private final Predicate<InetAddress> containers;

    /**
     * @param networks       allowed beside the internet
     * @param forbidden      never allowed: the dynos'
     * @param forbiddenNames never looked up, lower case: the platform's own
     * @param containers     never allowed either; asked each time, since such networks come and go
     */
    public OutboundAddresses(List<Subnet> networks, List<Subnet> forbidden, Set<String> forbiddenNames,
                             Predicate<InetAddress> containers) {
        this.networks = List.copyOf(networks);
        this.forbidden = List.copyOf(forbidden);
        this.forbiddenNames = Set.copyOf(forbiddenNames);
        this.containers = containers;
    }

    /** The same for a machine without containers. */
    public OutboundAddresses(List<Subnet> networks, List<Subnet> forbidden, Set<String> forbiddenNames) {
        this(networks, forbidden, forbiddenNames, _ -> false);
    }

    /** The same without networks beside the internet. */
    public OutboundAddresses internetOnly() {
        return new OutboundAddresses(List.of(), forbidden, forbiddenNames, containers);
    }

    /**
     * Looks a name up.
     *
     * @param host a hostname or a literal address; IPv6 with or without brackets
     * @return at least one address; all are allowed
     * @throws ForbiddenAddressException if one of them is not: a name that also leads inside is no mistake
     * @throws UnknownHostException      if there are none
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        String name = host.toLowerCase(Locale.ROOT);
        if (forbiddenNames.contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)) {
            throw new ForbiddenAddressException(host);
        }
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
        if (!addresses.stream().allMatch(this::allows)) {
            throw new ForbiddenAddressException(host);
        }
        return addresses;
    }

    private boolean allows(InetAddress address) {
        return !holds(NEVER, address) && !holds(forbidden, address) && !containers.test(address)
                && (!holds(SPECIAL, address) || holds(networks, address));
    }

    private static boolean holds(List<Subnet> subnets, InetAddress address) {
        return subnets.stream().anyMatch(subnet -> subnet.contains(address));
    }

    private static List<Subnet> subnets(String... cidrs) {
        return Stream.of(cidrs).map(Subnet::parse).toList();
    }
}
