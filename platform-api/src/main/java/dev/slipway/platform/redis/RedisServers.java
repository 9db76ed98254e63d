package dev.slipway.platform.redis;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.backing.BackingDesign;
import dev.slipway.platform.backing.BackingService;
import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.backing.KeyedLocks;
import dev.slipway.platform.backing.KeyedLocks.Held;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The servers: one container for each add-on. What its user set is in the container's design. */
@Component
class RedisServers {

    private static final int PORT = 6379;
    private static final int TLS_PORT = 6380;
    private static final String DATA = "/var/lib/redis";
    private static final long PROCESSES = 64;
    private static final Duration BOOT = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final BackingServices backing;
    private final KeyedLocks<UUID> locks = new KeyedLocks<>();

    RedisServers(BackingServices backing) {
        this.backing = backing;
    }

    /** Held from before what is set is read until what is made of it runs, and its config vars are written. */
    Held lock(Addon addon) {
        return locks.acquire(addon.id());
    }

    /** The same, if nobody changes the server now. */
    Optional<Held> tryLock(Addon addon) {
        return locks.tryAcquire(addon.id());
    }

    /** What is set now; empty if there is no server. */
    Optional<RedisSettings> settings(Addon addon) {
        return backing.design(name(addon)).map(RedisSettings::of);
    }

    /** The sizes that it has now; empty if there is no server. */
    Optional<RedisPlan> plan(Addon addon) {
        return backing.design(name(addon)).map(RedisPlan::of);
    }

    /**
     * Makes the server run as it is to be; one that runs otherwise is restarted with its data.
     *
     * @return what the add-on exports: {@code URL} without TLS and {@code TLS_URL} with it (decision 022)
     */
    Map<String, String> run(Addon addon, RedisPlan plan, RedisSettings settings) {
        Map<String, String> environment = new HashMap<>(plan.environment());
        environment.putAll(settings.environment());
        BackingService server = backing.run(new BackingDesign(name(addon), plan.image(),
                Stream.concat(plan.command().stream(), settings.command().stream()).toList(), environment, List.of(PORT, TLS_PORT),
                DATA, plan.containerBytes(), plan.cpus(), PROCESSES, List.of("healthy"), BOOT,
                Map.of("slipway.addon", addon.id().toString())));
        return exports(settings, server);
    }

    /** What the add-on exports; empty while there is no server that is as it is to be. */
    Optional<Map<String, String>> exports(Addon addon) {
        return backing.design(name(addon))
                .flatMap(design -> backing.find(design).map(server -> exports(RedisSettings.of(design), server)));
    }

    private Map<String, String> exports(RedisSettings settings, BackingService server) {
        String login = "://:" + settings.password() + "@" + backing.host() + ":";
        return Map.of("URL", "redis" + login + server.publicPort(PORT), "TLS_URL", "rediss" + login + server.publicPort(TLS_PORT));
    }

    /** Removes the server with its data. */
    void remove(Addon addon) {
        backing.remove(name(addon));
    }

    /** What the server says of itself, {@code INFO}: name to value. */
    Map<String, String> info(Addon addon) {
        Map<String, String> info = new HashMap<>();
        for (String line : ask(addon, "INFO").split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return info;
    }

    void resetStatistics(Addon addon) {
        ask(addon, "CONFIG", "RESETSTAT");
    }

    /**
     * Has the server's own client ask, inside its container: so Slipway needs no client of its own, nor a way to the port.
     *
     * @throws ApiException 503 if the server does not answer, or refuses; 409 if it does not take the password
     */
    private String ask(Addon addon, String... command) {
        RedisSettings settings = settings(addon).orElseThrow(() -> unavailable(addon));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> argv = new ArrayList<>(List.of("redis-cli", "-e", "--no-auth-warning"));
        argv.addAll(List.of(command));
        int status;
        try {
            status = backing.exec(name(addon), argv, Map.of("REDISCLI_AUTH", settings.password()), out, out, ANSWER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw unavailable(addon);
        }
        String said = out.toString(StandardCharsets.UTF_8);
        if (status == 0) {
            return said;
        }
        if (said.contains("WRONGPASS") || said.contains("NOAUTH")) {
            // Whoever has the password may have changed it in the server, too.
            throw ApiException.conflict(addon.name() + " does not take the password that Slipway knows. Make a new one: heroku "
                    + "redis:credentials --reset " + addon.name());
        }
        throw ApiException.unavailable(addon.name() + " does not answer what was asked, but: "
                + said.lines().findFirst().orElse("nothing").replace(settings.password(), "…") + ". Try again in a minute.");
    }

    private static ApiException unavailable(Addon addon) {
        return ApiException.unavailable(addon.name() + " does not answer at the moment. Try again in a minute.");
    }

    private static String name(Addon addon) {
        return "redis-" + addon.id();
    }
}
