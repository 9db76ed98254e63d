package dev.slipway.platform.app;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.Warnings;
import dev.slipway.platform.catalog.Region;
import dev.slipway.platform.catalog.Stack;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    private static final Listing<AppView, String> BY_NAME = Listing.by("name", AppView::name, name -> name);

    private final Apps apps;
    private final AppChanges changes;
    private final AppSizes sizes;
    private final PublicUrls urls;

    AppsController(Apps apps, AppChanges changes, AppSizes sizes, PublicUrls urls) {
        this.apps = apps;
        this.changes = changes;
        this.sizes = sizes;
        this.urls = urls;
    }

    record Named(UUID id, String name) {

        /** Ids of things that exist once in an installation are derived from their names. */
        static Named constant(String name) {
            return new Named(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name);
        }
    }

    record Owner(UUID id, String email) {}

    record AppView(UUID id, String name, boolean acm, @Nullable Instant archivedAt, Named buildStack, Named stack,
                   String createStatus, Named generation, @Nullable String buildpackProvidedDescription, String gitUrl,
                   String webUrl, boolean maintenance, Owner owner, @Nullable Named organization, @Nullable Named team,
                   @Nullable Named space, Named region, boolean internalRouting, @Nullable Long repoSize,
                   @Nullable Long slugSize, Instant createdAt, Instant updatedAt, @Nullable Instant releasedAt) {}

    record DomainView(UUID id, Named app, String hostname, String kind, @Nullable String cname, String status,
                      @Nullable String acmStatus, @Nullable String acmStatusReason, @Nullable Named sniEndpoint,
                      Instant createdAt, Instant updatedAt) {}

    record CreateRequest(@Nullable String name, @Nullable String region, @Nullable String stack) {}

    record ChangeRequest(@Nullable String name, @Nullable Boolean maintenance, @Nullable String buildStack) {}

    @PostMapping("/apps")
    @ResponseStatus(HttpStatus.CREATED)
    AppView create(Account caller, @RequestBody(required = false) @Nullable CreateRequest request,
                   HttpServletResponse response) {
        if (request != null) {
            Region.choose(request.region()).ifPresent(warning -> Warnings.add(response, warning));
            Stack.choose(request.stack()).ifPresent(warning -> Warnings.add(response, warning));
        }
        Optional<AppName> wanted = Optional.ofNullable(request).map(CreateRequest::name).map(AppName::parse);
        App app = apps.create(caller, wanted);
        changes.changed(app);
        return view(app);
    }

    @GetMapping({"/apps", "/users/~/apps"})
    ResponseEntity<List<AppView>> list(Account caller,
                                       @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_NAME.answer(apps.ownedBy(caller).stream().map(this::view).toList(), range);
    }

    @GetMapping("/apps/{app}")
    AppView show(@Requires(Permission.VIEW) App app) {
        return view(app);
    }

    @PatchMapping("/apps/{app}")
    AppView change(@Requires(Permission.OPERATE) App found, Account caller, @RequestBody ChangeRequest request,
                   HttpServletResponse response) {
        Stack.choose(request.buildStack()).ifPresent(warning -> Warnings.add(response, warning));
        App app = found;
        if (request.name() != null) {
            apps.check(caller, app, Permission.MANAGE);
            app = apps.rename(app, AppName.parse(request.name()));
        }
        if (request.maintenance() != null) {
            app = apps.maintain(app, request.maintenance());
        }
        changes.changed(app);
        return view(app);
    }

    @DeleteMapping("/apps/{app}")
    AppView destroy(@Requires(Permission.MANAGE) App app) {
        AppView last = view(app);
        apps.beginRemoval(app);
        changes.removed(app);
        return last;
    }

    @GetMapping("/apps/{app}/collaborators")
    List<Map<String, Object>> collaborators(@Requires(Permission.VIEW) App app) {
        return List.of(Map.of("id", app.ownerId(), "role", "owner", "user",
                Map.of("id", app.ownerId(), "email", app.ownerEmail(), "federated", false),
                "app", Map.of("id", app.id(), "name", app.name().value()),
                "created_at", app.createdAt(), "updated_at", app.createdAt()));
    }

    @GetMapping("/apps/{app}/pipeline-couplings")
    void pipelineCoupling(@Requires(Permission.VIEW) App app) {
        throw ApiException.notFound("pipeline coupling");
    }

    @GetMapping("/apps/{app}/available-stacks")
    List<Stack> availableStacks(@Requires(Permission.VIEW) App app) {
        return List.of(Stack.ONLY);
    }

    /** Things an app of this installation has none of. */
    @GetMapping({"/apps/{app}/addons", "/apps/{app}/addon-attachments", "/apps/{app}/features",
            "/apps/{app}/log-drains", "/apps/{app}/sni-endpoints"})
    List<Object> none(@Requires(Permission.VIEW) App app) {
        return List.of();
    }

    /** Every app has its hostname below the installation's domain. */
    @GetMapping("/apps/{app}/domains")
    List<DomainView> domains(@Requires(Permission.VIEW) App app) {
        String hostname = urls.hostname(app.name());
        return List.of(new DomainView(UUID.nameUUIDFromBytes(hostname.getBytes(StandardCharsets.UTF_8)),
                new Named(app.id(), app.name().value()), hostname, "heroku", null, "none", null, null, null, app.createdAt(),
                app.updatedAt()));
    }

    private AppView view(App app) {
        Named stack = new Named(Stack.ONLY.id(), Stack.ONLY.name());
        return new AppView(app.id(), app.name().value(), false, null, stack, stack, "complete", Named.constant("cedar"), null,
                urls.git(app.name()), urls.web(app.name()), app.maintenance(), new Owner(app.ownerId(), app.ownerEmail()),
                null, null, null, new Named(Region.ONLY.id(), Region.ONLY.name()), false, sizes.repository(app), sizes.slug(app), app.createdAt(),
                app.updatedAt(), app.releasedAt());
    }
}
