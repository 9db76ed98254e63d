package dev.slipway.platform.user;

import dev.slipway.platform.api.TextTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users as a table, for {@code ./slipway users}, which counts the columns. */
final class UserTable {

    private static final List<String> COLUMNS = List.of("email", "name", "state", "admin", "created", "link", "link_expires",
            "last_login");

    private UserTable() {}

    static String of(List<UserView> users, TextTable table) {
        return table.of(COLUMNS, users.stream().map(UserTable::row).toList());
    }

    private static @Nullable Object[] row(UserView user) {
        return new @Nullable Object[] {user.email(), user.name(), user.state(), user.admin(), user.created(),
                user.invitation() == null ? null : user.invitation().url(),
                time(user.invitation() == null ? null : user.invitation().expiresAt()), time(user.lastLogin())};
    }

    private static @Nullable Instant time(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
