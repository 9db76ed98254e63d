package dev.slipway.platform.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.platform.catalog.Region;
import dev.slipway.platform.catalog.Stack;
import dev.slipway.platform.team.Team;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How the API shows an app. */
@Component
class AppViews {

    private final AppSizes sizes;
    private final PublicUrls urls;

    AppViews(AppSizes sizes, PublicUrls urls) {
        this.sizes = sizes;
        this.urls = urls;
    }

    record Named(UUID id, String name) {

        /** Ids of things that exist once in an installation are derived from their names. */
        static Named constant(String name) {
            return new Named(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name);
        }

        static Named of(App app) {
            return new Named(app.id(), app.name().value());
        }
    }

    record Owner(UUID id, String email) {}

    /** @param joined whether the caller is a collaborator; only where a team's apps are shown, else absent */
    record AppView(UUID id, String name, boolean acm, @Nullable Instant archivedAt, Named buildStack, Named stack,
                   String createStatus, Named generation, @Nullable String buildpackProvidedDescription, String gitUrl,
                   String webUrl, boolean maintenance, boolean locked, Owner owner, @Nullable Named organization,
                   @Nullable Named team, @Nullable Named space, Named region, boolean internalRouting, @Nullable Long repoSize,
                   @Nullable Long slugSize, Instant createdAt, Instant updatedAt, @Nullable Instant releasedAt,
                   @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean joined) {}

    AppView view(App app) {
        return views(List.of(app)).getFirst();
    }

    AppView view(App app, @Nullable Boolean joined) {
        return views(List.of(app), _ -> joined).getFirst();
    }

    List<AppView> views(List<App> apps) {
        return views(apps, _ -> null);
    }

    /** @param joined what {@link AppView#joined} says of an app */
    List<AppView> views(List<App> apps, Function<App, @Nullable Boolean> joined) {
        Map<UUID, Long> slugs = sizes.slugs(apps);
        return apps.stream().map(app -> view(app, slugs.get(app.id()), joined.apply(app))).toList();
    }

    private AppView view(App app, @Nullable Long slugSize, @Nullable Boolean joined) {
        Named stack = new Named(Stack.ONLY.id(), Stack.ONLY.name());
        Named region = new Named(Region.ONLY.id(), Region.ONLY.name());
        Team owner = app.team();
        Named team = owner == null ? null : new Named(owner.id(), owner.name());
        return new AppView(app.id(), app.name().value(), false, null, stack, stack, "complete", Named.constant("cedar"), null,
                urls.git(app.name()), urls.web(app.name()), app.maintenance(), app.locked(),
                new Owner(app.ownerId(), app.ownerEmail()), team, team, null, region, false,
                sizes.repository(app), slugSize, app.createdAt(), app.updatedAt(), app.releasedAt(), joined);
    }
}
