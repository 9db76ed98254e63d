package dev.slipway.platform.partner;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.AddonState;
import dev.slipway.platform.addon.Addons;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What apps have of what providers say: the same, as soon as an add-on is there. What a provider says meanwhile may be overtaken
 * by what was read before; then the add-on is {@link #behind} until it is said again.
 */
@Component
class Exports {

    private final Grants grants;
    private final PartnerManifests manifests;
    private final Addons addons;

    Exports(Grants grants, PartnerManifests manifests, Addons addons) {
        this.grants = grants;
        this.manifests = manifests;
        this.addons = addons;
    }

    /**
     * Takes what the provider says, to the apps, too, if the add-on is there: both or nothing.
     *
     * @param changes an empty value takes a config var away
     * @return all that it has said
     */
    @Transactional
    Map<String, String> configure(Addon addon, Map<String, Optional<String>> changes) {
        grants.lock(addon.id());
        Map<String, String> config = grants.configure(addon, changes);
        publish(addon.id());
        return config;
    }

    /** Brings apps what the provider has said so far, if the add-on is there. */
    @Transactional
    void catchUp(UUID id) {
        if (grants.lock(id)) {
            publish(id);
        }
    }

    /** Add-ons that are there whose apps may not have what the provider says. */
    List<UUID> behind() {
        return grants.unpublished();
    }

    /**
     * What an add-on exports.
     *
     * @throws ApiException 404 if its provider is not in the catalogue any more
     */
    Map<String, String> of(Addon addon) {
        PartnerManifest provider = manifests.find(addon.service()).orElseThrow(() -> ApiException.notFound("add_on"));
        Map<String, String> config = new TreeMap<>(grants.config(addon));
        config.keySet().retainAll(provider.configVars()); // an administrator may have shortened the list
        return ConfigNames.suffixes(provider, config);
    }

    private void publish(UUID id) {
        addons.find(id).filter(addon -> addon.state() == AddonState.PROVISIONED)
                .filter(addon -> manifests.find(addon.service()).isPresent())
                .ifPresent(addon -> addons.owner(addon).ifPresent(owner -> {
                    addons.reconfigure(addon, Addon.DEFAULT_CREDENTIAL, of(addon), owner);
                    grants.published(addon);
                }));
    }
}
