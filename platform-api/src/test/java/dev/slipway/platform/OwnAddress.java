package dev.slipway.platform;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** An address of this machine for what webhooks and drains are to reach in tests: loopback they never do. */
public final class OwnAddress {

    private OwnAddress() {}

    /** Of a network that the default settings allow, but not of dynos', which are those of 10.0.0.0/8 in tests. */
    public static InetAddress find() throws SocketException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && address.isSiteLocalAddress()
                        && !address.getHostAddress().startsWith("10."))
                .findFirst().orElseThrow(() -> new SocketException("this machine has no address such as 172.17.0.1"));
    }
}
