package dev.slipway.platform.partner;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The manifests of this installation's providers, as they were read at start. Thread-safe. */
@Component
class PartnerManifests {

    private final Map<String, PartnerManifest> byService = new ConcurrentHashMap<>();

    void add(PartnerManifest manifest) {
        byService.put(manifest.service(), manifest);
    }

    /** @param service name of an add-on service, for example that of an add-on */
    Optional<PartnerManifest> find(String service) {
        return Optional.ofNullable(byService.get(service));
    }
}
