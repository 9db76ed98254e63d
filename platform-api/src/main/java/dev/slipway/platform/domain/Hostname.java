package dev.slipway.platform.domain;

import dev.slipway.platform.api.ApiException;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A hostname that can lead to an app, or a wildcard for those with one label in place of its asterisk.
 *
 * @param value lower case ASCII without a dot at the end, for example {@code www.example.org}, {@code *.example.org} or
 *              {@code xn--bcher-kva.example}; 3 to 253 characters, two labels at least
 */
record Hostname(String value) {

    private static final int LONGEST = 253;
    private static final Pattern FORM =
            Pattern.compile("(?:\\*\\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBERS_ONLY_AT_THE_END = Pattern.compile(".*\\.\\d+");
    private static final String WILDCARD = "*.";

    Hostname {
        if (value.length() > LONGEST || !FORM.matcher(value).matches()
                || NUMBERS_ONLY_AT_THE_END.matcher(value).matches()) {
            throw new IllegalArgumentException("not a hostname");
        }
    }

    /**
     * Reads a hostname that a user typed, in any case and script.
     *
     * @throws ApiException 422 if it is none that an app can have
     */
    static Hostname parse(String typed) {
        // Before IDN.toASCII, whose time grows with the square of the length. One more for a dot at the end.
        if (typed.length() > LONGEST + 1) {
            throw malformed();
        }
        try {
            String text = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
            String wildcard = text.startsWith(WILDCARD) ? WILDCARD : "";
            Hostname hostname = new Hostname(wildcard
                    + IDN.toASCII(text.substring(wildcard.length()), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
            if (hostname.isBelow("localhost")) {
                throw invalid("every machine is its own localhost");
            }
            return hostname;
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static ApiException malformed() {
        return invalid("give one like www.example.org or *.example.org, without http:// and path");
    }

    private static ApiException invalid(String why) {
        return ApiException.invalid("Domain name is invalid: " + why + ".");
    }

    boolean isWildcard() {
        return value.startsWith(WILDCARD);
    }

    /** Whether this is {@code domain}, or a name or wildcard somewhere below it. */
    boolean isBelow(String domain) {
        return value.equals(domain) || value.endsWith("." + domain);
    }

    /** Whether requests for {@code name} come here as long as nobody has that very name. */
    boolean covers(String name) {
        int dot = name.indexOf('.');
        return value.equals(name) || isWildcard() && dot > 0 && value.equals("*" + name.substring(dot));
    }

    /** The wildcard that would take this name, were it not taken: {@code *.example.org} for {@code www.example.org}. */
    String wildcard() {
        return "*" + value.substring(value.indexOf('.'));
    }

    @Override
    public String toString() {
        return value;
    }
}
