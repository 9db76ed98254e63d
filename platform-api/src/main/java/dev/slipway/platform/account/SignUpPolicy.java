package dev.slipway.platform.account;

import java.util.Set;
import java.util.TreeSet;

/** Who may make an account for themselves: setting {@code slipway.sign-up}. */
public sealed interface SignUpPolicy {

    /** Nobody. */
    record Closed() implements SignUpPolicy {}

    /** Everybody. */
    record Open() implements SignUpPolicy {}

    /**
     * Whoever gives an address there; that it is theirs is not checked.
     *
     * @param ascii domains as {@link EmailAddress#asciiDomain} spells them; domains below them are others
     */
    record Domains(Set<String> ascii) implements SignUpPolicy {}

    /**
     * Reads {@code closed}, {@code open} or {@code @uni.example, @school.example}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static SignUpPolicy parse(String setting) {
        return switch (setting.strip()) {
            case "closed" -> new Closed();
            case "open" -> new Open();
            case String list -> new Domains(domains(list));
        };
    }

    private static Set<String> domains(String list) {
        Set<String> domains = new TreeSet<>();
        for (String item : list.split("[\\s,]+")) {
            if (!item.startsWith("@")) {
                throw new IllegalArgumentException("must be 'closed', 'open' or e-mail domains like '@uni.example', not '" + list + "'");
            }
            domains.add(EmailAddress.asciiDomain(item.substring(1)).orElseThrow(
                    () -> new IllegalArgumentException("has a domain that is none: '" + item + "'")));
        }
        return domains;
    }

    default boolean admits(EmailAddress email) {
        return switch (this) {
            case Closed() -> false;
            case Open() -> true;
            case Domains(Set<String> ascii) -> ascii.contains(email.domain());
        };
    }
}
