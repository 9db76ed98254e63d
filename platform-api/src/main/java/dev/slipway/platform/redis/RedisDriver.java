package dev.slipway.platform.redis;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.addon.SettingsReader;
import dev.slipway.platform.backing.UnbuiltImageException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Redis add-ons. */
@Component
class RedisDriver implements AddonDriver {

    static final String KIND = "redis";

    private static final Logger LOG = LoggerFactory.getLogger(RedisDriver.class);

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

    /** The server is started anew on its data with other sizes; if it does not come up, with those it had. */
    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        ProvisionOutcome outcome;
        try {
            outcome = provision(addon, to);
        } catch (RuntimeException e) {
            LOG.error("Redis does not run with another plan, addon={} plan={}", addon.name(), to.name(), e);
            outcome = new ProvisionOutcome.Failed(addon.name() + " does not start with the plan " + to.name() + ", and keeps "
                    + from.name() + ".");
        }
        if (outcome instanceof ProvisionOutcome.Failed) {
            provision(addon, from);
        }
        return outcome;
    }

    @Override
    public void deprovision(Addon addon) {
        servers.remove(addon);
    }
}
