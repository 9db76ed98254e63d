package dev.slipway.platform.container;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonDriver;
import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.Plan;
import dev.slipway.platform.addon.PlanChange;
import dev.slipway.platform.addon.PlanSettings;
import dev.slipway.platform.addon.ProvisionOutcome;
import dev.slipway.platform.backing.BackingDesign;
import dev.slipway.platform.backing.BackingService;
import dev.slipway.platform.backing.BackingServices;
import dev.slipway.platform.backing.NotRunnableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Add-ons that are a container each, of an image that the catalogue names. */
@Component
class ContainerDriver implements AddonDriver {

    private static final String KIND = "container";

    private final BackingServices backing;
    private final ContainerVariables variables;
    private final PlanSettings<ContainerSettings> plans = new PlanSettings<>(ContainerSettings::read);

    ContainerDriver(BackingServices backing, ContainerVariables variables) {
        this.backing = backing;
        this.variables = variables;
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
        ContainerSettings settings = plans.of(plan);
        Map<String, String> inside = variables.inside(addon, settings.memory());
        BackingService running;
        try {
            running = backing.run(design(addon, settings, inside));
        } catch (NotRunnableException e) {
            return new ProvisionOutcome.Failed(e.getMessage());
        }
        Map<String, String> outside = ContainerVariables.outside(inside, backing.host(), settings.ports(), running.ports());
        return new ProvisionOutcome.Ready(filled(settings.config(), outside), "");
    }

    @Override
    public ProvisionOutcome change(Addon addon, Plan from, Plan to) {
        return PlanChange.anew(this, addon, from, to);
    }

    @Override
    public void deprovision(Addon addon) {
        backing.remove(name(addon));
    }

    private BackingDesign design(Addon addon, ContainerSettings settings, Map<String, String> variables) {
        return new BackingDesign(name(addon), settings.image(), filled(settings.command(), variables),
                filled(settings.environment(), variables), settings.ports(), settings.volume().orElse(""),
                settings.memory().toBytes(), settings.cpus(), settings.processes(), filled(settings.health(), variables),
                settings.bootTimeout(), Map.of("slipway.addon", addon.id().toString()));
    }

    private static String name(Addon addon) {
        return KIND + "-" + addon.id();
    }

    private static List<String> filled(List<Template> templates, Map<String, String> values) {
        return templates.stream().map(template -> template.fill(values)).toList();
    }

    private static Map<String, String> filled(Map<String, Template> templates, Map<String, String> values) {
        Map<String, String> filled = new LinkedHashMap<>();
        templates.forEach((name, template) -> filled.put(name, template.fill(values)));
        return filled;
    }
}
