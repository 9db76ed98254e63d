package dev.slipway.platform.postgres;

import static dev.slipway.platform.postgres.Identifiers.literal;
import static dev.slipway.platform.postgres.Identifiers.quoted;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /postgres/v0/databases/:addon/config}, for {@code heroku pg:settings}. New sessions have what is set. */
@RestController
@RequestMapping("/postgres/v0/databases/{addon}/config")
class SettingsController {

    private final Databases databases;
    private final Servers servers;
    private final Addons addons;

    SettingsController(Databases databases, Servers servers, Addons addons) {
        this.databases = databases;
        this.servers = servers;
        this.addons = addons;
    }

    /** @param values what each value does, if there are only some */
    record SettingView(Object value, Map<String, String> values) {}

    @GetMapping
    Map<String, SettingView> show(@Requires(Permission.VIEW) Addon addon) {
        DatabaseEntity database = require(addon);
        try (AdminSession session = servers.session(database.server, "postgres")) {
            return view(current(session, database));
        }
    }

    @PatchMapping
    Map<String, SettingView> change(@Requires(Permission.OPERATE) Addon addon,
                                    @RequestBody Map<String, @Nullable Object> request) {
        DatabaseEntity database = require(addon);
        if (!PostgresPlan.of(addons.plan(addon)).own()) {
            throw ApiException.invalid("Settings are those of a server. " + addon.name() + " shares its server with others; use a "
                    + "plan that has one of its own, for example heroku-postgresql:standard-0.");
        }
        Map<UserSetting, String> changes = new EnumMap<>(UserSetting.class);
        request.forEach((key, value) -> {
            UserSetting setting = UserSetting.require(key);
            changes.put(setting, setting.parse(value == null ? "" : value));
        });
        try (AdminSession session = servers.session(database.server, "postgres")) {
            changes.forEach((setting, value) -> apply(session, database, setting, value));
            return view(current(session, database));
        }
    }

    private static void apply(AdminSession session, DatabaseEntity database, UserSetting setting, String value) {
        String alter = "alter database " + quoted(database.name);
        switch (setting) {
            case AUTO_EXPLAIN -> session.run(value.equals("on")
                    ? alter + " set " + UserSetting.PRELOAD + " = " + literal(UserSetting.MODULE)
                    : alter + " reset " + UserSetting.PRELOAD);
            case DATA_CONNECTOR_DETAILS_LOGS -> {} // always off
            // Of the server: it is no parameter of databases.
            case LOG_CONNECTIONS -> {
                session.run("alter system set " + setting.parameter() + " = " + literal(value));
                session.run("select pg_reload_conf()");
            }
            default -> session.run(alter + " set " + setting.parameter() + " = " + literal(value));
        }
    }

    private static Map<String, String> current(AdminSession session, DatabaseEntity database) {
        Map<String, String> settings = UserSettings.of(session, database.name);
        session.sql().queryForList("select setting from pg_file_settings where name = ?", String.class,
                UserSetting.LOG_CONNECTIONS.parameter()).forEach(value -> settings.put(UserSetting.LOG_CONNECTIONS.parameter(), value));
        return settings;
    }

    private static Map<String, SettingView> view(Map<String, String> set) {
        Map<String, SettingView> settings = new LinkedHashMap<>();
        for (UserSetting setting : UserSetting.values()) {
            String value = setting == UserSetting.AUTO_EXPLAIN ? set.containsKey(UserSetting.PRELOAD) ? "on" : "off"
                    : set.getOrDefault(setting.parameter(), setting.standard());
            settings.put(setting.key(), new SettingView(setting.json(value), setting.choices()));
        }
        return settings;
    }

    private DatabaseEntity require(Addon addon) {
        return databases.provisioned(addon);
    }
}
