package dev.slipway.platform.dyno;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.formation.DynoSize;
import dev.slipway.platform.formation.Formation;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.runtime.Dyno;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/dynos}. */
@RestController
class DynosController {

    private final DynoCommands dynos;
    private final Formations formations;
    private final Releases releases;

    DynosController(DynoCommands dynos, Formations formations, Releases releases) {
        this.dynos = dynos;
        this.formations = formations;
        this.releases = releases;
    }

    record Ref(UUID id, String name) {}

    record ReleaseRef(UUID id, int version) {}

    record DynoView(UUID id, String name, String type, String command, String size, String state,
                    @Nullable ReleaseRef release, Ref app, @Nullable String attachUrl, Instant createdAt,
                    Instant updatedAt) {}

    @GetMapping("/apps/{app}/dynos")
    List<DynoView> list(@Requires(Permission.VIEW) App app) {
        Map<String, DynoSize> sizes = formations.of(app.id()).stream()
                .collect(Collectors.toMap(Formation::type, Formation::size));
        Map<Integer, Release> versions = new HashMap<>();
        return dynos.of(app).stream().sorted(Comparator.comparing(Dyno::type).thenComparingInt(Dyno::number))
                .map(dyno -> view(app, dyno, sizes.getOrDefault(dyno.type(), DynoSize.BASIC), versions.computeIfAbsent(dyno.release(), version -> releases.find(app, version).orElse(null))))
                .toList();
    }

    @GetMapping("/apps/{app}/dynos/{dyno}")
    DynoView show(@Requires(Permission.VIEW) App app, @PathVariable("dyno") String idOrName) {
        return list(app).stream()
                .filter(dyno -> dyno.name().equals(idOrName) || dyno.id().toString().equals(idOrName)).findFirst()
                .orElseThrow(() -> ApiException.notFound("dyno"));
    }

    @DeleteMapping("/apps/{app}/dynos")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> restartAll(@Requires(Permission.OPERATE) App app) {
        dynos.restart(app, dynos.of(app));
        return Map.of();
    }

    /** Restart one dyno; stopping one is the same, since the formation still wants it. */
    @DeleteMapping("/apps/{app}/dynos/{dyno}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> restartOne(@Requires(Permission.OPERATE) App app, @PathVariable("dyno") String idOrName) {
        return restart(app, dynos.of(app).stream()
                .filter(dyno -> dyno.name().equals(idOrName) || dyno.id().equals(idOrName)).toList(), "dyno");
    }

    @PostMapping("/apps/{app}/dynos/{dyno}/actions/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> stopOne(@Requires(Permission.OPERATE) App app, @PathVariable("dyno") String idOrName) {
        return restartOne(app, idOrName);
    }

    // The CLI says "formations" here, and "formation" everywhere else.
    @DeleteMapping("/apps/{app}/formations/{type}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> restartType(@Requires(Permission.OPERATE) App app, @PathVariable String type) {
        return restart(app, dynos.of(app).stream().filter(dyno -> dyno.type().equals(type)).toList(), "process type");
    }

    @PostMapping("/apps/{app}/formations/{type}/actions/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> stopType(@Requires(Permission.OPERATE) App app, @PathVariable String type) {
        return restartType(app, type);
    }

    private Map<String, String> restart(App app, List<Dyno> chosen, String resource) {
        if (chosen.isEmpty()) {
            throw ApiException.notFound(resource);
        }
        dynos.restart(app, chosen);
        return Map.of();
    }

    private static DynoView view(App app, Dyno dyno, DynoSize size, @Nullable Release release) {
        return new DynoView(UUID.fromString(dyno.id()), dyno.name(), dyno.type(), dyno.command(), size.label(),
                dyno.state().name().toLowerCase(Locale.ROOT),
                release == null ? null : new ReleaseRef(release.id(), release.version()),
                new Ref(app.id(), app.name().value()), null, dyno.since(), dyno.since());
    }
}
