package dev.slipway.platform.redis;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.backing.KeyedLocks.Held;
import dev.slipway.platform.backing.NotRunnableException;
import dev.slipway.platform.backing.Round;
import dev.slipway.runtime.DynoEngineException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** What users change of their Redis add-ons, one change of each at a time. */
@Service
class RedisDatabases {

    private static final Logger LOG = LoggerFactory.getLogger(RedisDatabases.class);

    private final RedisServers servers;
    private final Addons addons;
    private final Round round = new Round("config vars of Redis add-ons", this::agreeAll);

    RedisDatabases(RedisServers servers, Addons addons) {
        this.servers = servers;
        this.addons = addons;
    }

    /** @throws ApiException 404 if there is no server, or it is no Redis at all */
    RedisSettings settings(Addon addon) {
        return servers.settings(addon).orElseThrow(() -> ApiException.notFound("database"));
    }

    /** @throws ApiException 404 as {@link #settings} */
    RedisPlan plan(Addon addon) {
        return servers.plan(addon).orElseThrow(() -> ApiException.notFound("database"));
    }

    /**
     * Changes what is set, and restarts the server with its data; config vars follow where they changed.
     *
     * @throws ApiException 422 or 503 if the server does not run so; then it becomes what it was again
     */
    RedisSettings change(Addon addon, UnaryOperator<RedisSettings> change, Account by) {
        try (Held _ = servers.lock(addon)) {
            // While this waited it may have gone, and running its server would make it anew.
            Addons.requireProvisioned(addons.find(addon.id()).orElseThrow(() -> ApiException.notFound("add_on")));
            RedisSettings wanted = change.apply(settings(addon));
            addons.reconfigure(addon, Addon.DEFAULT_CREDENTIAL, run(addon, wanted), by);
            return wanted;
        }
    }

    private Map<String, String> run(Addon addon, RedisSettings wanted) {
        try {
            return servers.run(addon, plan(addon), wanted);
        } catch (NotRunnableException e) {
            throw ApiException.invalid(e.getMessage());
        } catch (DynoEngineException e) {
            LOG.error("Redis server does not run with other settings, addon={}", addon.name(), e);
            throw ApiException.unavailable(addon.name() + " does not start with this change, and becomes what it was. Try again in "
                    + "a minute; if it stays so, tell your administrator.");
        }
    }

    /** Config vars follow the servers, also where a crash or an error came between. */
    @Scheduled(initialDelayString = "${slipway.addons.retry}", fixedDelayString = "${slipway.addons.retry}")
    void agree() {
        round.begin();
    }

    private void agreeAll() {
        for (Addon addon : addons.ofDriver(RedisDriver.KIND)) {
            try {
                servers.tryLock(addon).ifPresent(held -> {
                    try (held) {
                        agree(addon);
                    }
                });
            } catch (RuntimeException e) {
                LOG.error("Config vars of a Redis add-on are compared again later, addon={}", addon.name(), e);
            }
        }
    }

    private void agree(Addon addon) {
        servers.exports(addon).filter(now -> !now.equals(addons.config(addon, Addon.DEFAULT_CREDENTIAL)))
                .ifPresent(now -> addons.owner(addon).ifPresent(
                        owner -> addons.reconfigure(addon, Addon.DEFAULT_CREDENTIAL, now, owner)));
    }
}
