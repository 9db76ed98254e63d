package dev.slipway.platform.drain;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A name leads to an address that drains may not reach. To clients of names it is as if there were none. */
final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String host, InetAddress address) {
        super("log drains may not reach " + address.getHostAddress()
                + (host.equals(address.getHostAddress()) ? "" : ", the address of " + host));
    }
}
