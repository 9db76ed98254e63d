package dev.slipway.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 subnet.
 *
 * @param network its first address as an unsigned 32-bit number
 * @param prefix  bits of the network part, 8 to 29
 */
record Subnet(long network, int prefix) {
    private static final Pattern CIDR = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");

    /** @throws IllegalArgumentException saying what is wrong with {@code cidr} */
    static Subnet parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + cidr + "' is not an IPv4 subnet like 10.80.0.0/16");
        }
        int prefix = Integer.parseInt(parts.group(2));
        if (prefix < 8 || prefix > 29) {
            throw new IllegalArgumentException("'" + cidr + "' has a prefix outside /8 to /29");
        }
        Subnet subnet = new Subnet(number(parts.group(1)), prefix);
        if (subnet.network % subnet.size() != 0) {
            throw new IllegalArgumentException("'" + cidr + "' does not begin at its first address");
        }
        return subnet;
    }

    /** Addresses in it, its own and the broadcast address included. */
    long size() {
        return 1L << (32 - prefix);
    }

    /** The address {@code offset} places after its first. */
    String address(long offset) {
        long number = network + offset;
        return (number >> 24 & 255) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    /** Whether {@code address}, dotted IPv4, is in it. */
    boolean contains(String address) {
        return number(address) / size() == network / size();
    }

    @Override
    public String toString() {
        return address(0) + "/" + prefix;
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                throw new IllegalArgumentException("'" + address + "' has a number above 255");
            }
            number = number << 8 | octet;
        }
        return number;
    }
}
