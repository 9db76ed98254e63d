package dev.slipway.platform.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code heroku pg:settings} changed of a database; kept in the database's own settings on its server. */
final class UserSettings {

    private UserSettings() {}

    /** Those that differ from the server's, by their PostgreSQL names. */
    static Map<String, String> of(AdminSession session, String database) {
        List<String> lines = session.sql().queryForList("""
                select unnest(s.setconfig) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
                where d.datname = ? and s.setrole = 0""", String.class, database);
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split("=", 2);
            if (UserSetting.of(parts[0]).isPresent() || parts[0].equals(UserSetting.PRELOAD)) {
                settings.put(parts[0], parts[1]);
            }
        }
        return settings;
    }
}
