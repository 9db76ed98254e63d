package dev.slipway.router;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a request.
 *
 * @param hostname lower case, without brackets and trailing dot; at most 253 characters
 * @param port     0 if none was given
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.2">RFC 9110 §7.2, Host</a>
 */
record Authority(String hostname, int port) {

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,254}))(?::([0-9]{0,5}))?");

    /** Empty if {@code text} is no host with an optional port. */
    static Optional<Authority> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String ipv6 = matcher.group(1);
        if (ipv6 != null && !NetUtil.isValidIpV6Address(ipv6)) {
            return Optional.empty();
        }
        String port = matcher.group(3);
        int number = port == null || port.isEmpty() ? 0 : Integer.parseInt(port);
        if (number > 65535) {
            return Optional.empty();
        }
        String name = (ipv6 == null ? matcher.group(2) : ipv6).toLowerCase(Locale.ROOT);
        return Optional.of(new Authority(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, number));
    }

    boolean isIpLiteral() {
        return NetUtil.isValidIpV4Address(hostname) || NetUtil.isValidIpV6Address(hostname);
    }

    boolean isLoopback() {
        return hostname.equals("localhost") || hostname.equals("127.0.0.1") || hostname.equals("::1");
    }
}
