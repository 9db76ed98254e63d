package dev.slipway.platform.backup;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.addon.Attachment;
import dev.slipway.platform.addon.Attachments;
import org.springframework.stereotype.Component;

/** What databases are called in lists of transfers. */
@Component
class TransferNames {

    private final Attachments attachments;

    TransferNames(Attachments attachments) {
        this.attachments = attachments;
    }

    /** By which its own app knows it, for example {@code DATABASE}; its name, if the app has it not attached. */
    String of(Addon addon) {
        return attachments.of(addon).stream().filter(one -> one.appId().equals(addon.appId())).map(Attachment::name).findFirst()
                .orElse(addon.name());
    }
}
