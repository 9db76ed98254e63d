package dev.slipway.platform.dyno;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.formation.DynoSize;
import dev.slipway.platform.formation.Formation;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.runtime.Dyno;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/dynos}. */
@RestController
class DynosController {

    private final DynoCommands dynos;
    private final OneOffCommands oneOffs;
    private final Formations formations;
    private final Releases releases;
    private final PublicUrls urls;

    DynosController(DynoCommands dynos, OneOffCommands oneOffs, Formations formations, Releases releases, PublicUrls urls) {
        this.dynos = dynos;
        this.oneOffs = oneOffs;
        this.formations = formations;
        this.releases = releases;
        this.urls = urls;
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
        return Stream.concat(oneOffs.of(app).stream(), dynos.of(app).stream()
                        .map(dyno -> new SizedDyno(dyno, sizes.getOrDefault(dyno.type(), DynoSize.BASIC))))
                .sorted(Comparator.comparing((SizedDyno sized) -> sized.dyno().type())
                        .thenComparingInt(sized -> sized.dyno().number()))
                .map(sized -> view(app, sized.dyno(), sized.size(), versions.computeIfAbsent(sized.dyno().release(),
                        version -> releases.find(app, version).orElse(null)), null))
                .toList();
    }

    @GetMapping("/apps/{app}/dynos/{dyno}")
    DynoView show(@Requires(Permission.VIEW) App app, @PathVariable("dyno") String idOrName) {
        return list(app).stream()
                .filter(dyno -> dyno.name().equals(idOrName) || dyno.id().toString().equals(idOrName)).findFirst()
                .orElseThrow(() -> ApiException.notFound("dyno"));
    }

    /** {@code heroku run}: a one-off dyno, with a client to come to {@code attach_url} or without. */
    @PostMapping("/apps/{app}/dynos")
    @ResponseStatus(HttpStatus.CREATED)
    DynoView run(@Requires(Permission.DEPLOY) App app, Account caller, @RequestBody RunRequest.Body body,
                 HttpServletRequest request) {
        RunRequest wanted = RunRequest.parse(body);
        if (body.attach() != Boolean.TRUE) {
            return view(app, oneOffs.run(app, caller, wanted), null);
        }
        OneOffCommands.Awaited awaited = oneOffs.attach(app, caller, wanted);
        return view(app, awaited.oneOff(), AttachUrl.of(request, urls, awaited.rendezvous()));
    }

    /** {@code heroku run:inside}: a command in a dyno that is there. */
    @PostMapping("/apps/{app}/dynos/{dyno}")
    @ResponseStatus(HttpStatus.CREATED)
    DynoView runInside(@Requires(Permission.DEPLOY) App app, Account caller, @PathVariable("dyno") String idOrName,
                       @RequestBody RunRequest.Body body, HttpServletRequest request) {
        Dyno dyno = Stream.concat(dynos.of(app).stream(), oneOffs.of(app).stream().map(SizedDyno::dyno))
                .filter(there -> isCalled(there, idOrName)).findFirst().orElseThrow(() -> ApiException.notFound("dyno"));
        OneOffCommands.Awaited awaited = oneOffs.attachInside(app, caller, dyno, RunRequest.parse(body));
        return view(app, awaited.oneOff(), AttachUrl.of(request, urls, awaited.rendezvous()));
    }

    @DeleteMapping("/apps/{app}/dynos")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> restartAll(@Requires(Permission.OPERATE) App app) {
        dynos.restart(app, dynos.of(app));
        return Map.of();
    }

    /** Restart one dyno; stopping one is the same, since the formation still wants it. A one-off ends for good. */
    @DeleteMapping("/apps/{app}/dynos/{dyno}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> restartOne(@Requires(Permission.OPERATE) App app, @PathVariable("dyno") String idOrName) {
        return restartOrStop(app, dyno -> isCalled(dyno, idOrName), "dyno");
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
        return restartOrStop(app, dyno -> dyno.type().equals(type), "process type");
    }

    @PostMapping("/apps/{app}/formations/{type}/actions/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> stopType(@Requires(Permission.OPERATE) App app, @PathVariable String type) {
        return restartType(app, type);
    }

    private Map<String, String> restartOrStop(App app, Predicate<Dyno> chosen, String resource) {
        List<Dyno> ofFormation = dynos.of(app).stream().filter(chosen).toList();
        List<SizedDyno> others = oneOffs.of(app).stream().filter(oneOff -> chosen.test(oneOff.dyno())).toList();
        if (ofFormation.isEmpty() && others.isEmpty()) {
            throw ApiException.notFound(resource);
        }
        if (!ofFormation.isEmpty()) {
            dynos.restart(app, ofFormation);
        }
        others.forEach(oneOff -> oneOffs.stop(app, oneOff));
        return Map.of();
    }

    private static boolean isCalled(Dyno dyno, String idOrName) {
        return dyno.name().equals(idOrName) || dyno.id().equals(idOrName);
    }

    private DynoView view(App app, SizedDyno sized, @Nullable String attachUrl) {
        return view(app, sized.dyno(), sized.size(), releases.find(app, sized.dyno().release()).orElse(null), attachUrl);
    }

    private static DynoView view(App app, Dyno dyno, DynoSize size, @Nullable Release release, @Nullable String attachUrl) {
        return new DynoView(UUID.fromString(dyno.id()), dyno.name(), dyno.type(), dyno.command(), size.label(),
                dyno.state().name().toLowerCase(Locale.ROOT),
                release == null ? null : new ReleaseRef(release.id(), release.version()),
                new Ref(app.id(), app.name().value()), attachUrl, dyno.since(), dyno.since());
    }
}
