package dev.slipway.platform.favorite;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /favorites}, which the CLI asks a host of its own for: {@code particleboard.heroku.com}. */
@RestController
class FavoritesController {

    private static final String APP = "app";

    private final FavoriteRepository repository;
    private final Apps apps;
    private final Clock clock;

    FavoritesController(FavoriteRepository repository, Apps apps, Clock clock) {
        this.repository = repository;
        this.apps = apps;
        this.clock = clock;
    }

    record FavoriteView(UUID id, String type, UUID resourceId, String resourceName, Instant createdAt) {

        static FavoriteView of(FavoriteEntity favorite, App app) {
            return new FavoriteView(favorite.id, APP, app.id(), app.name().value(), favorite.createdAt);
        }
    }

    /** @param resourceId the app's name or id */
    record CreateRequest(@Nullable String type, @Nullable String resourceId) {}

    /** Those the caller still has access to. */
    @GetMapping("/favorites")
    List<FavoriteView> list(Account caller) {
        return repository.findByAccountIdOrderByCreatedAt(caller.id()).stream().map(favorite -> view(caller, favorite))
                .flatMap(Optional::stream).toList();
    }

    /** Marking twice is one mark. */
    @PostMapping("/favorites")
    @ResponseStatus(HttpStatus.CREATED)
    FavoriteView add(Account caller, @RequestBody CreateRequest request) {
        if (!APP.equals(request.type()) || request.resourceId() == null || request.resourceId().indexOf('\0') >= 0) {
            throw ApiException.invalid("Give the type app, and the app's name as the resource_id.");
        }
        App app = apps.require(caller, request.resourceId(), Permission.VIEW);
        return FavoriteView.of(repository.findByAccountIdAndAppId(caller.id(), app.id()).orElseGet(() -> mark(caller, app)),
                app);
    }

    @DeleteMapping("/favorites/{favorite}")
    FavoriteView remove(Account caller, @PathVariable("favorite") UUID id) {
        FavoriteEntity favorite = repository.findByIdAndAccountId(id, caller.id())
                .orElseThrow(() -> ApiException.notFound("favorite"));
        App app = apps.find(favorite.appId).orElseThrow(() -> ApiException.notFound("favorite"));
        repository.delete(favorite);
        return FavoriteView.of(favorite, app);
    }

    private FavoriteEntity mark(Account caller, App app) {
        FavoriteEntity favorite = new FavoriteEntity();
        favorite.accountId = caller.id();
        favorite.appId = app.id();
        favorite.createdAt = Instant.now(clock);
        try {
            return repository.saveAndFlush(favorite);
        } catch (DataIntegrityViolationException e) {
            // The CLI repeats a request whose connection broke: the first one made it.
            return repository.findByAccountIdAndAppId(caller.id(), app.id()).orElseThrow(() -> e);
        }
    }

    private Optional<FavoriteView> view(Account caller, FavoriteEntity favorite) {
        return apps.find(favorite.appId).filter(app -> apps.permits(caller, app, Permission.VIEW))
                .map(app -> FavoriteView.of(favorite, app));
    }
}
