package dev.slipway.platform;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Optional;

/** An address of this machine for what webhooks and drains are to reach in tests: loopback they never do. */
public final class OwnAddress {

    /** Found once: the networks of other tests come and go. */
    private static final Optional<InetAddress> FOUND = search();

    private OwnAddress() {}

    /** Of a network that the default settings allow, but not of dynos', which are those of 10.0.0.0/8 in tests. */
    public static InetAddress find() throws SocketException {
        return FOUND.orElseThrow(() -> new SocketException("this machine has no address such as 172.17.0.1"));
    }

    private static Optional<InetAddress> search() {
        try {
            // Docker's own network stays; bridges of networks that somebody made are last.
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparing(network -> network.getName().startsWith("br-")))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress()
                            && !address.getHostAddress().startsWith("10."))
                    .findFirst();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
