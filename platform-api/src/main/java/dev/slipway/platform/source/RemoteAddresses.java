package dev.slipway.platform.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses of servers that users name, and leaves out those that users must not reach through the platform: its
 * own machine, cloud metadata, dynos. It answers the client's very look-up, so that a name cannot mean something else when
 * the connection is made.
 */
final class RemoteAddresses implements DnsResolver {

    private final boolean privateNetworks;
    private final byte[] dynoSubnet;
    private final int dynoPrefix;

    /**
     * @param privateNetworks whether addresses of private networks will do
     * @param dynoSubnet      for example {@code 10.80.0.0/16}
     */
    RemoteAddresses(boolean privateNetworks, String dynoSubnet) {
        this.privateNetworks = privateNetworks;
        String[] parts = dynoSubnet.split("/");
        this.dynoSubnet = InetAddress.ofLiteral(parts[0]).getAddress();
        this.dynoPrefix = Integer.parseInt(parts[1]);
    }

    /** The name leads to no address that may be reached. */
    static final class ForbiddenAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host) {
            super(host);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] reachable = Arrays.stream(InetAddress.getAllByName(host)).filter(this::allowed)
                .toArray(InetAddress[]::new);
        if (reachable.length == 0) {
            throw new ForbiddenAddressException(host);
        }
        return reachable;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    boolean allowed(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress()
                || address.isMulticastAddress() || isDyno(address)) {
            return false;
        }
        byte[] bytes = address.getAddress();
        boolean first = bytes.length == 4 && (bytes[0] == 0 || bytes[0] == (byte) 255);
        // RFC 6598, shared between providers and their customers; RFC 4193, IPv6's private networks.
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        // NAT64 and 6to4 lead to IPv4 addresses that were not looked at.
        boolean translated = bytes.length == 16 && (bytes[0] == 0 || bytes[0] == 0x20 && bytes[1] == 0x02);
        return !first && !translated && (privateNetworks || !address.isSiteLocalAddress() && !shared && !uniqueLocal);
    }

    private boolean isDyno(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != dynoSubnet.length) {
            return false;
        }
        for (int bit = 0; bit < dynoPrefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((bytes[bit / 8] & mask) != (dynoSubnet[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
