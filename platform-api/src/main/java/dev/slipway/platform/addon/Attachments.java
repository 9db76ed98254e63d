package dev.slipway.platform.addon;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Under which names apps have add-ons. */
@Service
public class Attachments {

    private final AttachmentRecords records;
    private final AttachmentRepository repository;
    private final AddonCatalogue catalogue;

    Attachments(AttachmentRecords records, AttachmentRepository repository, AddonCatalogue catalogue) {
        this.records = records;
        this.repository = repository;
        this.catalogue = catalogue;
    }

    /** Of all apps, oldest first; also those that take the place of another one once the add-on is there. */
    public List<Attachment> of(Addon addon) {
        return repository.findByAddonIdOrderByCreatedAt(addon.id()).stream().map(AttachmentEntity::toAttachment).toList();
    }

    /** Ordered by name. */
    public List<Attachment> of(App app) {
        return repository.findByAppIdAndWaitingFalseOrderByName(app.id()).stream().map(AttachmentEntity::toAttachment).toList();
    }

    List<Attachment> of(Collection<UUID> appIds) {
        return repository.findByAppIdInAndWaitingFalseOrderByName(appIds).stream().map(AttachmentEntity::toAttachment).toList();
    }

    Optional<Attachment> find(UUID id) {
        return repository.findById(id).map(AttachmentEntity::toAttachment);
    }

    /** @param nameOrId the name with or without {@code _URL} */
    Optional<Attachment> find(App app, String nameOrId) {
        return of(app).stream().filter(one -> isMeant(one, nameOrId)).findFirst();
    }

    static boolean isMeant(Attachment attachment, String nameOrId) {
        return attachment.name().equalsIgnoreCase(nameOrId) || (attachment.name() + "_URL").equalsIgnoreCase(nameOrId)
                || attachment.id().toString().equals(nameOrId);
    }

    /**
     * Gives an app an add-on, its own or another's.
     *
     * @param as         empty for the first free name
     * @param credential of the add-on
     * @param confirmed  whether an attachment that has the name may be replaced
     * @throws ApiException 423 if it may not; 422 if there is no such credential, or a config var has the name
     */
    Attachment attach(App app, Addon addon, Optional<AttachmentName> as, String credential, boolean confirmed, Account by) {
        if (addon.state() == AddonState.DEPROVISIONING) {
            throw ApiException.invalid(addon.name() + " is being removed.");
        }
        Map<String, String> config = Map.of();
        if (!credential.equals(Addon.DEFAULT_CREDENTIAL)) {
            config = catalogue.driver(addon).credential(addon, credential).orElseThrow(() -> ApiException.invalid(addon.name()
                    + " has no credential of this name. See which it has: heroku pg:credentials " + addon.name()));
        }
        return records.attach(app, addon.id(), as, credential, config, confirmed, by);
    }

    void detach(App app, Attachment attachment, Account by) {
        records.detach(app, attachment, by);
    }
}
