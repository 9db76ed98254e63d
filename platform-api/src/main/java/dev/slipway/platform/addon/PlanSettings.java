package dev.slipway.platform.addon;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What a driver's services say of their plans, in the driver's own terms. Safe for use from any thread. */
public final class PlanSettings<T> {

    private final Function<JsonNode, T> read;
    private final Map<String, AddonService> services = new ConcurrentHashMap<>();

    /** @param read makes them of a plan's settings with those of its service below, as a {@link SettingsReader} reads them */
    public PlanSettings(Function<JsonNode, T> read) {
        this.read = read;
    }

    /**
     * Takes a service in, as {@link AddonDriver#check} is told of it.
     *
     * @throws IllegalArgumentException listing all mistakes
     */
    public void add(AddonService service) {
        SettingsReader.check(service, plan -> read(service, plan));
        services.put(service.name(), service);
    }

    /** @throws IllegalStateException if its service is not in the catalogue any more */
    public T of(Plan plan) {
        AddonService service = services.get(plan.service());
        if (service == null) {
            throw new IllegalStateException("The service " + plan.service() + " is not in the catalogue any more. Put it back.");
        }
        return read(service, plan);
    }

    private T read(AddonService service, Plan plan) {
        return read.apply(SettingsReader.of(service, plan));
    }
}
