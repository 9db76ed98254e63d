package dev.slipway.platform.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses, for example {@code 10.80.0.0/16} or {@code fc00::/7}.
 *
 * @param first its first address
 * @param bits  how many leading bits all its addresses share
 */
public record Subnet(InetAddress first, int bits) {

    public Subnet {
        int free = length(first) - bits;
        // Another address than the first is a mistake: 172.16/12 would be 172.0.0.16/12.
        if (bits < 0 || free < 0 || !number(first).shiftRight(free).shiftLeft(free).equals(number(first))) {
            throw malformed(first.getHostAddress() + "/" + bits);
        }
    }

    /** @throws IllegalArgumentException if {@code cidr} is not a block's first address, a slash and a number of bits */
    public static Subnet parse(String cidr) {
        String[] parts = cidr.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            throw malformed(cidr);
        }
        return new Subnet(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
    }

    /** The block of this size that holds {@code address}. */
    static Subnet of(InetAddress address, int bits) {
        byte[] first = address.getAddress();
        for (int bit = bits; bit < length(address); bit++) {
            first[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        try {
            return new Subnet(InetAddress.getByAddress(first), bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has as many bytes as an address", e);
        }
    }

    boolean contains(InetAddress address) {
        return length(address) == length(first) && number(address).xor(number(first)).bitLength() <= length(first) - bits;
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static int length(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static IllegalArgumentException malformed(String cidr) {
        return new IllegalArgumentException("not a subnet such as 10.80.0.0/16: " + cidr);
    }
}
