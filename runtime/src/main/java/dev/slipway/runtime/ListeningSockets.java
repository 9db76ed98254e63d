package dev.slipway.runtime;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Says why a dyno that listens somewhere is not reachable on {@code PORT}, from what {@code /proc/net/tcp} shows. */
final class ListeningSockets {
    private static final String LISTEN = "0A";
    /** Docker's own name server, which is in the network namespace of every container. */
    private static final String DOCKER_DNS = "127.0.0.11";

    private ListeningSockets() {}

    /**
     * @param table contents of {@code /proc/net/tcp} and {@code /proc/net/tcp6} of the dyno, one after the other
     * @param port  the value of its {@code PORT}
     * @return one line for the user; empty when it listens nowhere
     * @see <a href="https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html">proc_net_tcp</a>
     */
    static String hint(String table, int port) {
        List<Socket> sockets = parse(table);
        return sockets.stream().filter(socket -> socket.port == port).findFirst()
                .or(() -> sockets.stream().findFirst())
                .map(socket -> "it listens on " + socket + "; make it listen on 0.0.0.0:$PORT (PORT was " + port + ")")
                .orElse("");
    }

    private record Socket(InetAddress host, int port) {
        @Override
        public String toString() {
            return (host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress()) + ":" + port;
        }
    }

    private static List<Socket> parse(String table) {
        List<Socket> sockets = new ArrayList<>();
        for (String line : table.lines().toList()) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length < 4 || !columns[3].equals(LISTEN)) {
                continue;
            }
            String[] local = columns[1].split(":");
            Socket socket = new Socket(address(local[0]), Integer.parseInt(local[1], 16));
            if (!socket.host.getHostAddress().equals(DOCKER_DNS)) {
                sockets.add(socket);
            }
        }
        return sockets;
    }

    /** The kernel prints 32-bit numbers in the machine's byte order: little-endian wherever Docker runs. */
    private static InetAddress address(String hex) {
        byte[] printed = HexFormat.of().parseHex(hex);
        byte[] address = new byte[printed.length];
        for (int i = 0; i < printed.length; i++) {
            address[i] = printed[i ^ 3];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + hex + "' is not an address of /proc/net/tcp", e);
        }
    }
}
