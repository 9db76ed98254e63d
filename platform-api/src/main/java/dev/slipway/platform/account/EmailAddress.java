package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A valid e-mail address in one spelling, so that two spellings are not two accounts. Whether anybody reads mail there is
 * not known.
 *
 * @param value in lower case, at most 254 characters; the domain as people read it, not in its {@code xn--} form
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;
    // Narrower than RFC 5321: quoted local parts, a slash and a leading sign are left out, because such addresses cannot
    // stand in a URL or are taken for a formula by a spreadsheet.
    private static final Pattern LOCAL_PART = Pattern.compile(
            "(?=.{1,64}$)[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_+&'*=~!#$^`{|}-]*(\\.[\\p{L}\\p{M}\\p{N}_+&'*=~!#$^`{|}-]+)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /**
     * Reads an address that somebody typed; white space around it does not count.
     *
     * @throws ApiException 422 if it is not valid
     */
    public static EmailAddress parse(String typed) {
        return read(typed).orElseThrow(() -> ApiException.invalid(
                "The e-mail address is not valid. Give one like name@example.org."));
    }

    /** Like {@link #parse}, for lookups: empty if it is not valid. */
    public static Optional<EmailAddress> read(String typed) {
        String stripped = typed.strip();
        // Checked before, too: the time that normalizing takes grows with the square of the length.
        if (stripped.length() > LONGEST) {
            return Optional.empty();
        }
        String text = Normalizer.normalize(stripped, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        int at = text.lastIndexOf('@');
        if (at < 0 || text.length() > LONGEST || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
            return Optional.empty();
        }
        return asciiDomain(text.substring(at + 1))
                .map(domain -> new EmailAddress(text.substring(0, at + 1) + IDN.toUnicode(domain)));
    }

    /** The domain in ASCII: {@code xn--bcher-kva.example} for {@code bücher.example}. */
    public String domain() {
        return asciiDomain(value.substring(value.lastIndexOf('@') + 1)).orElseThrow();
    }

    /** A domain in its only ASCII spelling, in lower case; empty if it is none. */
    public static Optional<String> asciiDomain(String typed) {
        try {
            String ascii = IDN.toASCII(typed, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return ascii.length() <= 253 && DOMAIN.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
