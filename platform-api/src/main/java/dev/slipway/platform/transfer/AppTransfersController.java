package dev.slipway.platform.transfer;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.api.References;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /account/app-transfers}. */
@RestController
class AppTransfersController {

    private final AppTransfers transfers;
    private final Apps apps;
    private final Accounts accounts;

    AppTransfersController(AppTransfers transfers, Apps apps, Accounts accounts) {
        this.transfers = transfers;
        this.apps = apps;
        this.accounts = accounts;
    }

    record AppRef(UUID id, String name) {}

    record UserRef(UUID id, String email) {

        static UserRef of(Account account) {
            return new UserRef(account.id(), account.email());
        }
    }

    record AppTransferView(UUID id, AppRef app, UserRef owner, UserRef recipient, String state, Instant createdAt,
                           Instant updatedAt) {

        static AppTransferView of(AppTransfer transfer) {
            return new AppTransferView(transfer.id(), new AppRef(transfer.app().id(), transfer.app().name().value()),
                    UserRef.of(transfer.owner()), UserRef.of(transfer.recipient()),
                    transfer.state().name().toLowerCase(Locale.ROOT), transfer.createdAt(), transfer.updatedAt());
        }
    }

    /** {@code app} is a name, an id, or an object with an {@code id}; {@code recipient} likewise, with an e-mail address. */
    record CreateRequest(@Nullable JsonNode app, @Nullable JsonNode recipient) {}

    record DecideRequest(@Nullable String state) {}

    @PostMapping("/account/app-transfers")
    @ResponseStatus(HttpStatus.CREATED)
    AppTransferView create(Account caller, @RequestBody CreateRequest request) {
        App app = apps.require(caller, References.of(request.app(), "app"), Permission.MANAGE);
        Account recipient = accounts.require(References.of(request.recipient(), "recipient"));
        return AppTransferView.of(transfers.offer(app, caller, recipient));
    }

    @GetMapping("/account/app-transfers")
    List<AppTransferView> list(Account caller) {
        return transfers.of(caller).stream().map(AppTransferView::of).toList();
    }

    @GetMapping("/account/app-transfers/{transfer}")
    AppTransferView show(Account caller, @PathVariable("transfer") String id) {
        return AppTransferView.of(transfers.require(caller, id));
    }

    @PatchMapping("/account/app-transfers/{transfer}")
    AppTransferView decide(Account caller, @PathVariable("transfer") String id, @RequestBody DecideRequest request) {
        AppTransfer transfer = transfers.require(caller, id);
        AppTransfer.State state = switch (String.valueOf(request.state())) {
            case "accepted" -> AppTransfer.State.ACCEPTED;
            case "declined" -> AppTransfer.State.DECLINED;
            default -> throw ApiException.invalid("The state must be accepted or declined.");
        };
        return AppTransferView.of(transfers.decide(transfer, caller, state));
    }

    @DeleteMapping("/account/app-transfers/{transfer}")
    AppTransferView withdraw(Account caller, @PathVariable("transfer") String id) {
        AppTransfer transfer = transfers.require(caller, id);
        transfers.withdraw(transfer, caller);
        return AppTransferView.of(transfer);
    }
}
