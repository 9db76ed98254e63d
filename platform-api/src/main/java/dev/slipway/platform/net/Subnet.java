package dev.slipway.platform.net;

import java.net.InetAddress;

/**
 * A block of addresses, for example {@code 10.80.0.0/16}.
 *
 * @param address any address of the block
 * @param bits    how many leading bits all its addresses share
 */
record Subnet(InetAddress address, int bits) {

    /** @throws IllegalArgumentException if {@code cidr} is not an address, a slash and a number of bits */
    static Subnet parse(String cidr) {
        try {
            int slash = cidr.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(cidr.substring(0, slash));
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            if (bits >= 0 && bits <= address.getAddress().length * Byte.SIZE) {
                return new Subnet(address, bits);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a subnet such as 10.80.0.0/16: " + cidr, e);
        }
        throw new IllegalArgumentException("not a subnet such as 10.80.0.0/16: " + cidr);
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
