package dev.slipway.platform.addon;

import dev.slipway.platform.api.ApiException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The services that this installation offers. */
@Component
public class AddonCatalogue {

    private final List<AddonService> services;
    private final List<AddonDriver> drivers;

    /** @throws CatalogueException listing every mistake of the files */
    AddonCatalogue(CatalogueFiles files, List<AddonDriver> drivers) {
        this.services = files.services().stream().sorted(Comparator.comparing(AddonService::name)).toList();
        this.drivers = drivers;
        List<String> mistakes = new ArrayList<>(files.mistakes());
        services.forEach(service -> check(service).ifPresent(mistake -> mistakes.add(files.of(service) + ": " + mistake)));
        if (!mistakes.isEmpty()) {
            throw new CatalogueException(mistakes);
        }
    }

    private Optional<String> check(AddonService service) {
        Optional<AddonDriver> driver = drivers.stream().filter(one -> one.kind().equals(service.driver())).findFirst();
        if (driver.isEmpty()) {
            return Optional.of("there is no driver '" + service.driver() + "', only "
                    + String.join(", ", drivers.stream().map(AddonDriver::kind).sorted().toList()));
        }
        try {
            driver.get().check(service);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Ordered by name. */
    public List<AddonService> services() {
        return services;
    }

    /** @param nameOrId as a user typed it */
    public Optional<AddonService> find(String nameOrId) {
        return services.stream().filter(service -> service.name().equals(nameOrId) || service.id().toString().equals(nameOrId))
                .findFirst();
    }

    /** @throws ApiException 404 that names what there is */
    public AddonService require(String nameOrId) {
        return find(nameOrId).orElseThrow(() -> ApiException.notFound("add_on service", "Couldn't find that add-on service. "
                + "This installation has " + String.join(", ", services.stream().map(AddonService::name).toList()) + "."));
    }

    /**
     * @param nameOrId {@code heroku-postgresql:mini}, or {@code heroku-postgresql} for its default plan, or a plan's id
     * @throws ApiException 404 if there is no such service, 422 that lists the plans if it has no such plan
     */
    public Plan requirePlan(String nameOrId) {
        Optional<Plan> byId = services.stream().flatMap(service -> service.plans().stream())
                .filter(plan -> plan.id().toString().equals(nameOrId)).findFirst();
        if (byId.isPresent()) {
            return byId.get();
        }
        int colon = nameOrId.indexOf(':');
        AddonService service = require(colon < 0 ? nameOrId : nameOrId.substring(0, colon));
        return service.plan(colon < 0 ? service.defaultPlan() : nameOrId.substring(colon + 1))
                .orElseThrow(() -> ApiException.invalid("Couldn't find either the add-on service or the add-on plan of \""
                        + nameOrId.replaceAll("\\p{Cntrl}", "?") + "\". " + choice(service)));
    }

    /**
     * A plan that may be chosen.
     *
     * @throws ApiException as {@link #requirePlan}; 422 that lists the plans if this one is retired
     */
    Plan requireOffered(String nameOrId) {
        Plan plan = requirePlan(nameOrId);
        if (plan.retired()) {
            throw ApiException.invalid("The plan " + plan.name() + " is not offered any more. " + choice(require(plan.service())));
        }
        return plan;
    }

    private static String choice(AddonService service) {
        List<Plan> offered = service.offered();
        return offered.isEmpty() ? service.humanName() + " has no plans any more."
                : service.humanName() + " has the plans " + String.join(", ", offered.stream().map(Plan::name).toList()) + ".";
    }

    /** @param name {@code heroku-postgresql:mini} */
    Optional<Plan> plan(String name) {
        int colon = name.indexOf(':');
        return find(name.substring(0, colon)).flatMap(service -> service.plan(name.substring(colon + 1)));
    }

    /** The plan of an add-on that is there. */
    Plan plan(Addon addon) {
        return plan(addon.plan()).orElseThrow(() -> new IllegalStateException("the catalogue lost the plan " + addon.plan()));
    }

    /** Names of the services that a driver makes. */
    List<String> ofDriver(String kind) {
        return services.stream().filter(service -> service.driver().equals(kind)).map(AddonService::name).toList();
    }

    AddonDriver driver(Addon addon) {
        String kind = find(addon.service()).orElseThrow().driver();
        return drivers.stream().filter(driver -> driver.kind().equals(kind)).findFirst().orElseThrow();
    }
}
