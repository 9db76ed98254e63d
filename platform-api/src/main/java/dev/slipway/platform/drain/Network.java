package dev.slipway.platform.drain;

import java.net.InetAddress;

/**
 * A range of addresses, {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param bits how many of the address's first bits belong to the range's name
 */
public record Network(InetAddress address, int bits) {

    public Network {
        if (bits < 0 || bits > 8 * address.getAddress().length) {
            throw new IllegalArgumentException(address.getHostAddress() + " has no prefix of " + bits + " bits");
        }
    }

    /** @throws IllegalArgumentException if {@code cidr} is not an address, a slash and a number of bits */
    public static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0 || !cidr.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException("'" + cidr + "' is not a network like 10.0.0.0/8");
        }
        return new Network(InetAddress.ofLiteral(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((ours[bit / 8] ^ theirs[bit / 8]) & 0x80 >> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }
}
