package dev.slipway.platform.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /redis/v0/databases/:addon}: what the CLI's {@code redis} commands ask. */
@RestController
@RequestMapping("/redis/v0/databases/{addon}")
class RedisController {

    private final RedisDatabases databases;
    private final RedisServers servers;
    private final Addons addons;

    RedisController(RedisDatabases databases, RedisServers servers, Addons addons) {
        this.databases = databases;
        this.servers = servers;
        this.addons = addons;
    }

    record Row(String name, List<String> values) {}

    record Formation(UUID id, @Nullable UUID primary) {}

    /**
     * @param resourceUrl     where the CLI connects, always by TLS
     * @param preferNativeTls true: the CLI speaks TLS to the very port of the URL
     */
    record DatabaseView(UUID addonId, String name, String plan, Instant createdAt, Formation formation, String metaasSource,
                        int port, String resourceUrl, List<Row> info, String version, boolean preferNativeTls,
                        @Nullable String customerEncryptionKey) {}

    record WaitView(@JsonProperty("waiting?") boolean waiting, String message) {}

    record MessageView(String message) {}

    /** A setting, and what its values mean. */
    record SettingView(Object value, Map<String, String> values) {}

    record ConfigView(SettingView maxmemoryPolicy, SettingView notifyKeyspaceEvents, SettingView timeout) {

        static ConfigView of(RedisSettings settings) {
            return new ConfigView(new SettingView(settings.policy().word(), MaxmemoryPolicy.meanings()),
                    new SettingView(settings.events(), Map.of()), new SettingView(settings.timeout(), Map.of()));
        }
    }

    @GetMapping
    ResponseEntity<DatabaseView> show(@Requires(Permission.DEPLOY) Addon addon) {
        // Without a message, which makes the CLI leave it out.
        return addon.state() == AddonState.PROVISIONING ? ResponseEntity.notFound().build() : ResponseEntity.ok(view(addon));
    }

    private DatabaseView view(Addon addon) {
        RedisSettings settings = requireServer(addon);
        Map<String, String> server = servers.info(addon);
        String url = addons.config(addon, Addon.DEFAULT_CREDENTIAL).getOrDefault("TLS_URL", "");
        String version = server.getOrDefault("redis_version", "");
        return new DatabaseView(addon.id(), addon.name(), shortPlan(addon), addon.createdAt(), new Formation(addon.id(), null),
                "slipway", url.isEmpty() ? 0 : Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)), url,
                info(addon, settings, server), version, true, null);
    }

    private List<Row> info(Addon addon, RedisSettings settings, Map<String, String> server) {
        RedisPlan plan = databases.plan(addon);
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Plan", shortPlan(addon));
        rows.put("Status", "available");
        rows.put("Created", addon.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
        rows.put("Version", server.getOrDefault("redis_version", "unknown"));
        rows.put("Memory", server.getOrDefault("used_memory_human", "?") + " of " + plan.memory().toMegabytes() + "M");
        rows.put("Connections", server.getOrDefault("connected_clients", "?") + " of " + plan.connections());
        rows.put("Timeout", Integer.toString(settings.timeout()));
        rows.put("Maxmemory", settings.policy().word());
        rows.put("Keyspace Notifications", settings.events().isEmpty() ? "Disabled" : settings.events());
        rows.put("Maintenance", "not required");
        rows.put("Persistence", "AOF");
        rows.put("HA Status", "Unavailable");
        rows.put("Requires TLS", "No");
        return rows.entrySet().stream().map(row -> new Row(row.getKey(), List.of(row.getValue()))).toList();
    }

    @GetMapping("/wait")
    WaitView await(@Requires(Permission.VIEW) Addon addon) {
        boolean waiting = addon.state() == AddonState.PROVISIONING;
        return new WaitView(waiting, waiting ? "creating" : "available");
    }

    @GetMapping("/config")
    ConfigView config(@Requires(Permission.VIEW) Addon addon) {
        return ConfigView.of(requireServer(addon));
    }

    @PatchMapping("/config")
    ConfigView configure(@Requires(Permission.OPERATE) Addon addon, Account caller, @RequestBody Map<String, JsonNode> changes) {
        requireServer(addon);
        UnaryOperator<RedisSettings> all = UnaryOperator.identity();
        for (Map.Entry<String, JsonNode> one : changes.entrySet()) {
            UnaryOperator<RedisSettings> before = all;
            UnaryOperator<RedisSettings> next = change(one.getKey(), one.getValue());
            all = settings -> next.apply(before.apply(settings));
        }
        return ConfigView.of(databases.change(addon, all, caller));
    }

    private static UnaryOperator<RedisSettings> change(String name, @Nullable JsonNode value) {
        String text = value != null && value.isValueNode() && !value.isNull() ? value.asString() : "\0";
        return switch (name) {
            case "maxmemory_policy" -> {
                MaxmemoryPolicy policy = MaxmemoryPolicy.find(text).orElseThrow(() -> ApiException.invalid(
                        "There is no such policy. Choose from: " + String.join(", ", MaxmemoryPolicy.meanings().keySet()) + "."));
                yield settings -> settings.with(policy);
            }
            case "timeout" -> {
                if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > RedisSettings.LONGEST_TIMEOUT) {
                    throw ApiException.invalid("The timeout must be a number of seconds, 0 for none, at most a year.");
                }
                yield settings -> settings.withTimeout(Integer.parseInt(text));
            }
            case "notify_keyspace_events" -> {
                if (!RedisSettings.areEvents(text)) {
                    throw ApiException.invalid("Keyspace events are letters of KEg$lshzxetdmnA, for example Ex; none to disable them.");
                }
                yield settings -> settings.withEvents(text);
            }
            default -> throw ApiException.invalid("The settings are maxmemory_policy, timeout and notify_keyspace_events.");
        };
    }

    @PostMapping("/credentials_rotation")
    MessageView rotate(@Requires(Permission.OPERATE) Addon addon, Account caller) {
        requireServer(addon);
        databases.change(addon, RedisSettings::withNewPassword, caller);
        return new MessageView("The password of " + addon.name() + " was changed.");
    }

    @PostMapping("/stats/reset")
    MessageView resetStatistics(@Requires(Permission.OPERATE) Addon addon) {
        requireServer(addon);
        servers.resetStatistics(addon);
        return new MessageView("done");
    }

    @PostMapping("/upgrade")
    MessageView upgrade(@Requires(Permission.OPERATE) Addon addon) {
        requireServer(addon);
        throw ApiException.invalid("This installation has one version of Redis, " + servers.info(addon)
                .getOrDefault("redis_version", "that of its image") + ", which " + addon.name() + " has.");
    }

    @GetMapping("/maintenance")
    MessageView maintenance(@Requires(Permission.VIEW) Addon addon) {
        requireServer(addon);
        return new MessageView("There is no maintenance of " + addon.name() + " to wait for.");
    }

    private RedisSettings requireServer(Addon addon) {
        return databases.settings(addon);
    }

    private static String shortPlan(Addon addon) {
        return addon.plan().substring(addon.plan().indexOf(':') + 1);
    }
}
