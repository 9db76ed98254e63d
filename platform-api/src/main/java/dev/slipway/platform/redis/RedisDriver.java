package dev.slipway.platform.redis;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.PlanChange;
import dev.slipway.platform.addon.PlanSettings;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.backing.KeyedLocks.Held;
import dev.slipway.platform.backing.NotRunnableException;
import org.springframework.stereotype.Component;

/** Redis add-ons. */
@Component
class RedisDriver implements AddonDriver {

    static final String KIND = "redis";

    private final RedisServers servers;
    private final PlanSettings<RedisPlan> plans = new PlanSettings<>(RedisPlan::read);

    RedisDriver(RedisServers servers) {
        this.servers = servers;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void check(AddonService service) {
        plans.add(service);
    }

    @Override
    public ProvisionOutcome provision(Addon addon, Plan plan) {
        try (Held _ = servers.lock(addon)) {
            RedisSettings settings = servers.settings(addon).orElseGet(RedisSettings::usual);
            return new ProvisionOutcome.Ready(servers.run(addon, plans.of(plan), settings), "");
        } catch (NotRunnableException e) {
            return new ProvisionOutcome.Failed(e.getMessage());
        }
    }

    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        try (Held _ = servers.lock(addon)) {
            return PlanChange.anew(this, addon, from, to);
        }
    }

    @Override
    public void deprovision(Addon addon) {
        try (Held _ = servers.lock(addon)) {
            servers.remove(addon);
        }
    }
}
