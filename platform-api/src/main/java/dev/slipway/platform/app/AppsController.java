package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.Warnings;
import dev.slipway.platform.app.AppViews.AppView;
import dev.slipway.platform.catalog.Region;
import dev.slipway.platform.catalog.Stack;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps}. */
@RestController
class AppsController {

    private static final Listing<App, String> BY_NAME = Listing.by("name", app -> app.name().value(), name -> name);
    private static final int MOST_FILTERED = 1000;

    private final Apps apps;
    private final AppChanges changes;
    private final AppViews views;
    private final ApplicationEventPublisher events;

    AppsController(Apps apps, AppChanges changes, AppViews views, ApplicationEventPublisher events) {
        this.apps = apps;
        this.changes = changes;
        this.views = views;
        this.events = events;
    }

    record CreateRequest(@Nullable String name, @Nullable String region, @Nullable String stack) {}

    record ChangeRequest(@Nullable String name, @Nullable Boolean maintenance, @Nullable String buildStack) {}

    record FilterRequest(@Nullable In in) {

        record In(@Nullable Set<@Nullable UUID> id) {}
    }

    @PostMapping("/apps")
    @ResponseStatus(HttpStatus.CREATED)
    AppView create(Account caller, @RequestBody(required = false) @Nullable CreateRequest request,
                   HttpServletResponse response) {
        if (request != null) {
            Region.choose(request.region()).ifPresent(warning -> Warnings.add(response, warning));
            Stack.choose(request.stack()).ifPresent(warning -> Warnings.add(response, warning));
        }
        Optional<AppName> wanted = Optional.ofNullable(request).map(CreateRequest::name).map(AppName::parse);
        App app = apps.create(caller, wanted, null, false);
        changes.changed(app);
        return views.view(app);
    }

    /** Every app that the caller may use. */
    @GetMapping("/apps")
    ResponseEntity<List<AppView>> all(Account caller,
                                      @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_NAME.answer(apps.usedBy(caller, true), range, views::views);
    }

    /** Only what the caller owns or collaborates on. */
    @GetMapping("/users/~/apps")
    ResponseEntity<List<AppView>> own(Account caller,
                                      @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_NAME.answer(apps.usedBy(caller, false), range, views::views);
    }

    /** Of the apps with these ids those that the caller may see. */
    @PostMapping("/filters/apps")
    List<AppView> filter(Account caller, @RequestBody FilterRequest request) {
        Set<@Nullable UUID> ids = Optional.ofNullable(request.in()).map(FilterRequest.In::id).orElse(Set.of());
        if (ids.size() > MOST_FILTERED) {
            throw ApiException.invalid("Ask for at most " + MOST_FILTERED + " apps at once.");
        }
        return views.views(ids.stream().filter(Objects::nonNull).map(apps::find).flatMap(Optional::stream)
                .filter(app -> apps.permits(caller, app, Permission.VIEW)).toList());
    }

    @GetMapping("/apps/{app}")
    AppView show(@Requires(Permission.VIEW) App app) {
        return views.view(app);
    }

    @PatchMapping("/apps/{app}")
    AppView change(@Requires(Permission.OPERATE) App found, Account caller, @RequestBody ChangeRequest request,
                   HttpServletResponse response) {
        Stack.choose(request.buildStack()).ifPresent(warning -> Warnings.add(response, warning));
        App app = found;
        if (request.name() != null) {
            apps.check(caller, app, Permission.MANAGE);
            app = apps.rename(app, AppName.parse(request.name()));
            if (!app.name().equals(found.name())) {
                events.publishEvent(new AppActivity(app, caller, "Rename " + found.name() + " to " + app.name()));
            }
        }
        if (request.maintenance() != null) {
            app = apps.maintain(app, request.maintenance());
            events.publishEvent(new AppActivity(app, caller, (app.maintenance() ? "Enable" : "Disable") + " maintenance mode"));
        }
        changes.changed(app);
        return views.view(app);
    }

    @DeleteMapping("/apps/{app}")
    AppView destroy(@Requires(Permission.MANAGE) App app) {
        AppView last = views.view(app);
        apps.beginRemoval(app);
        changes.removed(app);
        return last;
    }

    @GetMapping("/apps/{app}/available-stacks")
    List<Stack> availableStacks(@Requires(Permission.VIEW) App app) {
        return List.of(Stack.ONLY);
    }

    /** Things an app of this installation has none of. */
    @GetMapping("/apps/{app}/formation/{type}/monitors")
    List<Object> none(@Requires(Permission.VIEW) App app) {
        return List.of();
    }
}
