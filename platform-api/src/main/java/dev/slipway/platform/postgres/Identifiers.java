package dev.slipway.platform.postgres;

import java.security.SecureRandom;

/** Random names and passwords of letters and digits only: fit for SQL, URLs, shells and forms without any quoting. */
public final class Identifiers {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int NAME = 14;
    /** Of 36 signs each: 258 random bits. */
    private static final int PASSWORD = 50;

    private Identifiers() {}

    /** For example {@code d8f2k1m0q3x7za}. */
    static String database() {
        return "d" + random(NAME - 1);
    }

    /** For example {@code u8f2k1m0q3x7za}. */
    static String login() {
        return "u" + random(NAME - 1);
    }

    static String password() {
        return "p" + random(PASSWORD);
    }

    /** Of 16 signs: 78 random bits. */
    static String session() {
        return "s" + random(15);
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
        }
        return text.toString();
    }

    /** As an identifier of SQL. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** As a string of SQL; {@code standard_conforming_strings} is on in every session of ours. */
    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
