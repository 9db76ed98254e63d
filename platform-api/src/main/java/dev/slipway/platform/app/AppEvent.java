package dev.slipway.platform.app;

import dev.slipway.platform.account.Account;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Something of an app was made, changed or removed. Published inside the transaction that does it, so that listeners
 * write in the same one.
 *
 * @param resource Heroku's word for what it is, for example {@code release} or {@code sni-endpoint}
 * @param data     what it is now, or was last: a record that the API knows, or one that JSON shows in Heroku's shape
 * @param before   what it was before an update, if that is known
 * @param by       who did it; empty means whoever the current request is from, or else the platform
 */
public record AppEvent(UUID appId, String resource, Action action, Object data, Optional<Object> before,
                       Optional<Account> by) {

    /** {@link #word} is the API's spelling. */
    public enum Action {
        CREATE, UPDATE, DESTROY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static AppEvent created(UUID appId, String resource, Object data) {
        return new AppEvent(appId, resource, Action.CREATE, data, Optional.empty(), Optional.empty());
    }

    public static AppEvent updated(UUID appId, String resource, Object data) {
        return new AppEvent(appId, resource, Action.UPDATE, data, Optional.empty(), Optional.empty());
    }

    public static AppEvent updated(UUID appId, String resource, Object before, Object data) {
        return new AppEvent(appId, resource, Action.UPDATE, data, Optional.of(before), Optional.empty());
    }

    public static AppEvent destroyed(UUID appId, String resource, Object data) {
        return new AppEvent(appId, resource, Action.DESTROY, data, Optional.empty(), Optional.empty());
    }

    /** The same, done by {@code account}. */
    public AppEvent by(Account account) {
        return new AppEvent(appId, resource, action, data, before, Optional.of(account));
    }
}
