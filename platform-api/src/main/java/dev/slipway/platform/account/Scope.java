package dev.slipway.platform.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a token may be used for. Names in lower case, with {@code -}, are the API's.
 *
 * @see <a href="https://devcenter.heroku.com/articles/oauth#scopes">Heroku, OAuth scopes</a>
 */
enum Scope {

    /** Everything the account may do. */
    GLOBAL,
    /** Read the account, nothing else. */
    IDENTITY,
    /** Read apps and what belongs to them, without secrets. */
    READ,
    /** Read and change apps and what belongs to them, without secrets. */
    WRITE,
    /** {@link #READ}, and secrets. */
    READ_PROTECTED,
    /** {@link #WRITE}, and secrets. */
    WRITE_PROTECTED;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Scope> find(String label) {
        return Stream.of(values()).filter(scope -> scope.label().equals(label)).findFirst();
    }

    boolean writes() {
        return this == GLOBAL || this == WRITE || this == WRITE_PROTECTED;
    }

    boolean seesSecrets() {
        return this == GLOBAL || this == READ_PROTECTED || this == WRITE_PROTECTED;
    }
}
