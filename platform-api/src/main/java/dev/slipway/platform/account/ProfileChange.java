package dev.slipway.platform.account;

import org.jspecify.annotations.Nullable;

/**
 * What an account's owner wants to change about it, as typed; null leaves things as they are.
 *
 * @param name empty for none
 */
public record ProfileChange(@Nullable String name, @Nullable String email, @Nullable String password) {

    public static ProfileChange ofPassword(String password) {
        return new ProfileChange(null, null, password);
    }
}
