package dev.slipway.platform.backup;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.api.ApiException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code heroku pg:backups:capture}, {@code pg:backups:restore} and {@code pg:copy}. */
@RestController
@RequestMapping("/client/v11/databases/{addon}")
class DatabaseTransfersController {

    private static final int MOST_EXTENSIONS = 50;

    private final Transfers transfers;

    DatabaseTransfersController(Transfers transfers) {
        this.transfers = transfers;
    }

    record RestoreRequest(@Nullable String backupUrl, @Nullable List<@Nullable String> extensions) {}

    /** What is copied is called as its app calls it, whatever the client says. */
    record CopyRequest(@Nullable String fromUrl, @Nullable String toUrl) {}

    @PostMapping("/backups")
    @ResponseStatus(HttpStatus.CREATED)
    TransferView capture(@Requires(Permission.DEPLOY) Addon addon) {
        return TransferView.of(transfers.capture(addon), null);
    }

    @PostMapping("/restores")
    @ResponseStatus(HttpStatus.CREATED)
    TransferView restore(@Requires(Permission.OPERATE) Addon addon, Account caller, @RequestBody RestoreRequest request) {
        List<@Nullable String> extensions = request.extensions() == null ? List.of() : request.extensions();
        if (extensions.size() > MOST_EXTENSIONS) {
            throw ApiException.invalid("These are more than " + MOST_EXTENSIONS + " extensions.");
        }
        return TransferView.of(transfers.restore(caller, addon, given(request.backupUrl(), "backup_url"),
                extensions.stream().map(name -> ExtensionName.parse(Objects.requireNonNullElse(name, ""))).toList()), null);
    }

    @PostMapping("/transfers")
    @ResponseStatus(HttpStatus.CREATED)
    TransferView copy(@Requires(Permission.OPERATE) Addon addon, Account caller, @RequestBody CopyRequest request) {
        return TransferView.of(transfers.copy(caller, addon, given(request.fromUrl(), "from_url"),
                given(request.toUrl(), "to_url")), null);
    }

    private static String given(@Nullable String value, String field) {
        if (value == null) {
            throw ApiException.invalid("Give the " + field + ".");
        }
        return value;
    }
}
