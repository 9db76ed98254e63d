package dev.slipway.platform.schema;

import java.util.Locale;

/** Names in other spellings. */
final class Words {

    private Words() {}

    /** {@code buildStack} as {@code build_stack} or {@code build-stack}. */
    static String join(String camelCase, String with) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", with).toLowerCase(Locale.ROOT);
    }
}
