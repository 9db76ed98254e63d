package dev.slipway.platform.redis;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.PlanChange;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.addon.SettingsReader;
import dev.slipway.platform.backing.UnbuiltImageException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Redis add-ons. */
@Component
class RedisDriver implements AddonDriver {

    static final String KIND = "redis";

    private final RedisServers servers;
    private final Map<String, AddonService> services = new ConcurrentHashMap<>();

    RedisDriver(RedisServers servers) {
        this.servers = servers;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void check(AddonService service) {
        SettingsReader.check(service, plan -> RedisPlan.read(SettingsReader.of(service, plan)));
        services.put(service.name(), service);
    }

    /** What the catalogue says of the plan. */
    RedisPlan plan(Plan plan) {
        AddonService service = services.get(plan.service());
        if (service == null) {
            throw new IllegalStateException("The catalogue has no service " + plan.service() + " of Redis servers");
        }
        return RedisPlan.read(SettingsReader.of(service, plan));
    }

    @Override
    public ProvisionOutcome provision(Addon addon, Plan plan) {
        try {
            return new ProvisionOutcome.Ready(servers.run(addon, plan(plan),
                    servers.settings(addon).orElseGet(RedisSettings::usual)), "");
        } catch (UnbuiltImageException e) {
            return new ProvisionOutcome.Failed(e.getMessage());
        }
    }

    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        return PlanChange.anew(this, addon, from, to);
    }

    @Override
    public void deprovision(Addon addon) {
        servers.remove(addon);
    }
}
