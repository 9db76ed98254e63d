package dev.slipway.platform.account;

/** A password that was good enough, as it is stored. Made by {@link Passwords#hash}, before a transaction begins. */
public record PasswordHash(String value) {

    @Override
    public String toString() {
        return "PasswordHash";
    }
}
