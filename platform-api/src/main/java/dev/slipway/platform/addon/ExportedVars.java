package dev.slipway.platform.addon;

import dev.slipway.platform.configvar.AttachedVars;
import dev.slipway.platform.crypto.Vault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** What add-ons export, and the config vars that apps have of it. There is none before an add-on is provisioned. */
@Component
class ExportedVars implements AttachedVars {

    private final AddonRepository addons;
    private final AttachmentRepository attachments;
    private final AddonConfigRepository configs;
    private final Vault vault;
    private final ObjectMapper json;

    ExportedVars(AddonRepository addons, AttachmentRepository attachments, AddonConfigRepository configs, Vault vault,
                 ObjectMapper json) {
        this.addons = addons;
        this.attachments = attachments;
        this.configs = configs;
        this.vault = vault;
        this.json = json;
    }

    @Override
    @Transactional(readOnly = true)
    public Map<String, String> of(UUID appId) {
        Map<String, String> vars = new TreeMap<>();
        attachments.findByAppIdAndWaitingFalseOrderByName(appId).stream().map(AttachmentEntity::toAttachment).forEach(attachment ->
                config(attachment.addonId(), attachment.credential())
                        .forEach((suffix, value) -> vars.put(attachment.configVar(suffix), value)));
        return vars;
    }

    @Override
    @Transactional(readOnly = true)
    public List<String> plans(UUID appId) {
        return addons.findAttachedTo(appId).stream().map(addon -> addon.plan).sorted().toList();
    }

    /** Suffix to value; empty before the add-on is provisioned, or if it has no such credential. */
    @Transactional(readOnly = true)
    Map<String, String> config(UUID addonId, String credential) {
        return configs.findById(new AddonConfigEntity.Key(addonId, credential))
                .map(entity -> json.readValue(vault.decrypt(entity.config), new TypeReference<Map<String, String>>() {}))
                .orElse(Map.of());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void store(UUID addonId, String credential, Map<String, String> config) {
        AddonConfigEntity entity = new AddonConfigEntity();
        entity.key = new AddonConfigEntity.Key(addonId, credential);
        entity.config = vault.encrypt(json.writeValueAsString(new LinkedHashMap<>(config)));
        configs.saveAndFlush(entity);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void forget(UUID addonId, String credential) {
        configs.deleteById(new AddonConfigEntity.Key(addonId, credential));
    }
}
