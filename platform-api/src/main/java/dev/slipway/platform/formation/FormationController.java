package dev.slipway.platform.formation;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppActivity;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /apps/:app/formation}. */
@RestController
class FormationController {

    private final Formations formations;
    private final Releases releases;
    private final Slugs slugs;
    private final FormationChanges changes;
    private final ApplicationEventPublisher events;

    FormationController(Formations formations, Releases releases, Slugs slugs, FormationChanges changes,
                        ApplicationEventPublisher events) {
        this.formations = formations;
        this.releases = releases;
        this.slugs = slugs;
        this.changes = changes;
        this.events = events;
    }

    record Ref(UUID id, String name) {}

    record FormationView(UUID id, Ref app, String command, Ref dynoSize, String size, String type, int quantity,
                         Instant createdAt, Instant updatedAt) {}

    /** {@code quantity} arrives as a string with a sign from {@code ps:scale}, as a number from other clients. */
    record Update(@Nullable String type, @Nullable JsonNode quantity, @Nullable String size) {}

    record Updates(@Nullable List<@Nullable Update> updates) {}

    @GetMapping("/apps/{app}/formation")
    List<FormationView> list(@Requires(Permission.VIEW) App app) {
        Map<String, String> commands = commands(app);
        return formations.of(app.id()).stream().filter(formation -> commands.containsKey(formation.type()))
                .map(formation -> view(app, formation, commands)).toList();
    }

    @GetMapping("/apps/{app}/formation/{type}")
    FormationView show(@Requires(Permission.VIEW) App app, @PathVariable String type) {
        return list(app).stream().filter(formation -> formation.type().equals(type)).findFirst()
                .orElseThrow(() -> noSuchType(type));
    }

    @PatchMapping("/apps/{app}/formation")
    List<FormationView> scale(@Requires(Permission.OPERATE) App app, Account caller, @RequestBody Updates request) {
        List<@Nullable Update> updates = request.updates() == null ? List.of() : request.updates();
        scale(app, caller, updates.stream().map(update -> update == null ? new Update(null, null, null) : update).toList());
        return list(app);
    }

    @PatchMapping("/apps/{app}/formation/{type}")
    FormationView scaleOne(@Requires(Permission.OPERATE) App app, Account caller, @PathVariable String type,
                           @RequestBody Update request) {
        scale(app, caller, List.of(new Update(type, request.quantity(), request.size())));
        return show(app, type);
    }

    private void scale(App app, Account by, List<Update> updates) {
        Map<String, String> commands = commands(app);
        List<Formations.Change> wanted = updates.stream().map(update -> change(update, commands)).toList();
        Set<String> resized = formations.scale(app, by, wanted);
        Set<String> types = wanted.stream().map(Formations.Change::type).collect(Collectors.toSet());
        if (!types.isEmpty()) {
            events.publishEvent(new AppActivity(app, by, "Scaled to " + formations.of(app.id()).stream()
                    .filter(formation -> types.contains(formation.type()))
                    .map(formation -> formation.type() + "@" + formation.quantity() + ":" + formation.size().label())
                    .collect(Collectors.joining(" "))));
        }
        changes.scaled(app, resized);
    }

    private static Formations.Change change(Update update, Map<String, String> commands) {
        String type = String.valueOf(update.type());
        if (!commands.containsKey(type)) {
            throw noSuchType(type);
        }
        if (update.quantity() != null && !update.quantity().isString() && !update.quantity().isIntegralNumber()) {
            throw ApiException.invalid("The quantity must be a number, or a change like +1 or -1.");
        }
        return new Formations.Change(type, Optional.ofNullable(update.quantity()).map(JsonNode::asString),
                Optional.ofNullable(update.size()).map(DynoSize::parse));
    }

    private Map<String, String> commands(App app) {
        return releases.current(app.id()).flatMap(Release::slugId).map(slugs::require).map(Slug::processTypes)
                .orElse(Map.of());
    }

    private static ApiException noSuchType(String type) {
        return ApiException.notFound("process type", "Couldn't find that process type ("
                + type.replaceAll("\\p{Cntrl}", "?") + "). The Procfile of the app's current release does not declare it.");
    }

    private static FormationView view(App app, Formation formation, Map<String, String> commands) {
        String size = formation.size().label();
        return new FormationView(formation.id(), new Ref(app.id(), app.name().value()),
                commands.getOrDefault(formation.type(), ""),
                new Ref(UUID.nameUUIDFromBytes(size.getBytes(StandardCharsets.UTF_8)), size), size, formation.type(),
                formation.quantity(), formation.createdAt(), formation.updatedAt());
    }
}
