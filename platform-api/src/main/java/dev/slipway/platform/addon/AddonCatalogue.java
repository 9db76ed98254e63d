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
        services.forEach(service -> check(service).ifPresent(mistakes::add));
        if (!mistakes.isEmpty()) {
            throw new CatalogueException(mistakes);
        }
    }

    private Optional<String> check(AddonService service) {
        Optional<AddonDriver> driver = drivers.stream().filter(one -> one.kind().equals(service.driver())).findFirst();
        if (driver.isEmpty()) {
            return Optional.of(service.name() + ": there is no driver '" + service.driver() + "', only "
                    + String.join(", ", drivers.stream().map(AddonDriver::kind).sorted().toList()));
        }
        try {
            driver.get().check(service);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(service.name() + ": " + e.getMessage());
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
                        + nameOrId.replaceAll("\\p{Cntrl}", "?") + "\". " + service.humanName() + " has the plans "
                        + String.join(", ", service.plans().stream().map(Plan::name).toList()) + "."));
    }

    /** The plan of an add-on that is there; empty if an administrator took it out of the catalogue meanwhile. */
    Optional<Plan> plan(Addon addon) {
        return find(addon.service())
                .flatMap(service -> service.plan(addon.plan().substring(addon.plan().indexOf(':') + 1)));
    }

    /** Names of the services that a driver makes. */
    List<String> ofDriver(String kind) {
        return services.stream().filter(service -> service.driver().equals(kind)).map(AddonService::name).toList();
    }

    /** @throws IllegalStateException if the add-on's service was taken out of the catalogue */
    AddonDriver driver(Addon addon) {
        AddonService service = find(addon.service()).orElseThrow(() -> new IllegalStateException("The add-on " + addon.name()
                + " is of the service " + addon.service() + ", which the catalogue does not have any more. Put its file back."));
        return drivers.stream().filter(driver -> driver.kind().equals(service.driver())).findFirst().orElseThrow();
    }
}
