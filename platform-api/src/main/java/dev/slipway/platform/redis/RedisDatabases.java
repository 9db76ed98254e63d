package dev.slipway.platform.redis;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
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
    private final RedisDriver driver;
    private final Addons addons;
    private final Map<UUID, ReentrantLock> locks = new ConcurrentHashMap<>();

    RedisDatabases(RedisServers servers, RedisDriver driver, Addons addons) {
        this.servers = servers;
        this.driver = driver;
        this.addons = addons;
    }

    /** @throws ApiException 404 if there is no server, or it is no Redis at all */
    RedisSettings settings(Addon addon) {
        return servers.settings(addon).orElseThrow(() -> ApiException.notFound("database"));
    }

    /** The sizes that its plan has. */
    RedisPlan plan(Addon addon) {
        return driver.plan(addons.plan(addon));
    }

    /** Changes what is set, and restarts the server with its data; config vars follow where they changed. */
    RedisSettings change(Addon addon, UnaryOperator<RedisSettings> change, Account by) {
        Addons.requireProvisioned(addon);
        ReentrantLock lock = lock(addon);
        try {
            RedisSettings wanted = change.apply(settings(addon));
            addons.reconfigure(addon, Addon.DEFAULT_CREDENTIAL, servers.run(addon, plan(addon), wanted), by);
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Config vars follow the servers, also where a crash or an error came between. */
    @Scheduled(initialDelayString = "${slipway.addons.retry}", fixedDelayString = "${slipway.addons.retry}")
    void agree() {
        for (Addon addon : addons.ofDriver(RedisDriver.KIND)) {
            ReentrantLock lock = lock(addon);
            try {
                servers.exports(addon).filter(now -> !now.equals(addons.config(addon, Addon.DEFAULT_CREDENTIAL)))
                        .ifPresent(now -> addons.owner(addon).ifPresent(
                                owner -> addons.reconfigure(addon, Addon.DEFAULT_CREDENTIAL, now, owner)));
            } catch (RuntimeException e) {
                LOG.error("Config vars of a Redis add-on are compared again later, addon={}", addon.name(), e);
            } finally {
                lock.unlock();
            }
        }
    }

    private ReentrantLock lock(Addon addon) {
        ReentrantLock lock = locks.computeIfAbsent(addon.id(), _ -> new ReentrantLock());
        lock.lock();
        return lock;
    }
}
