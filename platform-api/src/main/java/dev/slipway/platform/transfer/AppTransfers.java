package dev.slipway.platform.transfer;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.log.AppLogs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Apps change hands when the recipient accepts, since an app brings work and uses up what one may have. */
@Service
public class AppTransfers {

    private final AppTransferRepository repository;
    private final Apps apps;
    private final Accounts accounts;
    private final AppLogs logs;
    private final Clock clock;

    AppTransfers(AppTransferRepository repository, Apps apps, Accounts accounts, AppLogs logs, Clock clock) {
        this.repository = repository;
        this.apps = apps;
        this.accounts = accounts;
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Offers an app; one who administers the installation gives it at once. An offer that is open already is replaced.
     *
     * @param by has the permission to manage the app
     * @throws ApiException 422 if the recipient or a team owns it, or, when it is given at once, has as many as one may have
     */
    @Transactional
    public AppTransfer offer(App app, Account by, Account recipient) {
        if (app.ownerId().equals(recipient.id())) {
            throw ApiException.invalid(recipient.email() + " owns " + app.name() + " already.");
        }
        if (!isPersonal(app)) {
            throw ApiException.invalid(app.name() + " belongs to a team, whose administrators give it away at once.");
        }
        apps.lock(app.id());
        repository.findByAppIdAndState(app.id(), "pending").ifPresent(repository::delete);
        repository.flush();
        AppTransferEntity transfer = new AppTransferEntity();
        transfer.appId = app.id();
        transfer.ownerId = app.ownerId();
        transfer.recipientId = recipient.id();
        transfer.createdAt = Instant.now(clock);
        transfer.updatedAt = transfer.createdAt;
        repository.saveAndFlush(transfer);
        return by.admin() ? accept(transfer) : view(transfer).orElseThrow(AppTransfers::notFound);
    }

    /** Whether the app belongs to an account, and can be offered. */
    public boolean isPersonal(App app) {
        return accounts.find(app.ownerId()).isPresent();
    }

    /** Those that {@code account} offers or is offered, oldest first. */
    @Transactional(readOnly = true)
    public List<AppTransfer> of(Account account) {
        return repository.findByOwnerIdOrRecipientIdOrderByCreatedAt(account.id(), account.id()).stream().map(this::view)
                .flatMap(Optional::stream).toList();
    }

    /** @throws ApiException 404 if {@code account} neither offers nor is offered it */
    @Transactional(readOnly = true)
    public AppTransfer require(Account account, String id) {
        return of(account).stream().filter(transfer -> transfer.id().toString().equals(id)).findFirst()
                .orElseThrow(AppTransfers::notFound);
    }

    /**
     * Accepts or declines.
     *
     * @throws ApiException 403 unless {@code by} is the recipient; 422 if it is decided already or the app is another's now
     */
    @Transactional
    AppTransfer decide(AppTransfer transfer, Account by, AppTransfer.State state) {
        if (!transfer.recipient().id().equals(by.id())) {
            throw ApiException.forbidden("Only the recipient, " + transfer.recipient().email()
                    + ", may accept or decline this transfer.");
        }
        apps.lock(transfer.app().id());
        AppTransferEntity entity = pending(transfer);
        if (state == AppTransfer.State.DECLINED) {
            return decided(entity, state);
        }
        return accept(entity);
    }

    /** Takes an offer back. @throws ApiException 403 if {@code by} is not its owner; 422 if it is decided already */
    @Transactional
    void withdraw(AppTransfer transfer, Account by) {
        if (!transfer.owner().id().equals(by.id())) {
            throw ApiException.forbidden("Only " + transfer.owner().email() + " may take this offer back. You can decline it.");
        }
        apps.lock(transfer.app().id());
        repository.delete(pending(transfer));
    }

    private AppTransferEntity pending(AppTransfer transfer) {
        return repository.findById(transfer.id()).filter(entity -> entity.state.equals("pending")).orElseThrow(
                () -> ApiException.invalid("This transfer was decided already."));
    }

    private AppTransfer accept(AppTransferEntity transfer) {
        App app = apps.find(transfer.appId).orElseThrow(() -> ApiException.notFound("app"));
        Account recipient = accounts.find(transfer.recipientId).orElseThrow(AppTransfers::notFound);
        if (!app.ownerId().equals(transfer.ownerId)) {
            throw ApiException.invalid(app.name() + " has another owner by now, so this offer is void.");
        }
        apps.transfer(app, recipient);
        logs.api(app.key(), "Transfer from " + app.ownerEmail() + " to " + recipient.email());
        return decided(transfer, AppTransfer.State.ACCEPTED);
    }

    private AppTransfer decided(AppTransferEntity transfer, AppTransfer.State state) {
        transfer.state = state.name().toLowerCase(Locale.ROOT);
        transfer.updatedAt = Instant.now(clock);
        return view(transfer).orElseThrow(AppTransfers::notFound);
    }

    /** Empty while the app or an account of it is being removed. */
    private Optional<AppTransfer> view(AppTransferEntity transfer) {
        Optional<App> app = apps.find(transfer.appId);
        Optional<Account> owner = accounts.find(transfer.ownerId);
        Optional<Account> recipient = accounts.find(transfer.recipientId);
        return app.isEmpty() || owner.isEmpty() || recipient.isEmpty() ? Optional.empty()
                : Optional.of(new AppTransfer(transfer.id, app.get(), owner.get(), recipient.get(),
                        AppTransfer.State.valueOf(transfer.state.toUpperCase(Locale.ROOT)), transfer.createdAt,
                        transfer.updatedAt));
    }

    private static ApiException notFound() {
        return ApiException.notFound("app transfer");
    }
}
