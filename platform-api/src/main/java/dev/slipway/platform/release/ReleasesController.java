package dev.slipway.platform.release;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.configvar.ConfigVars;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/releases}. */
@RestController
class ReleasesController {

    private static final Listing<ReleaseView, Integer> BY_VERSION =
            Listing.by("version", ReleaseView::version, Integer::valueOf);

    private static final int LONGEST_DESCRIPTION = 200;

    private final Accounts accounts;
    private final Releases releases;
    private final Slugs slugs;
    private final ConfigVars configVars;
    private final ReleaseRunner runner;
    private final ReleaseOutputController outputs;

    ReleasesController(Accounts accounts, Releases releases, Slugs slugs, ConfigVars configVars,
                       ReleaseRunner runner, ReleaseOutputController outputs) {
        this.accounts = accounts;
        this.releases = releases;
        this.slugs = slugs;
        this.configVars = configVars;
        this.runner = runner;
        this.outputs = outputs;
    }

    record Ref(UUID id, @Nullable String name) {}

    record SlugRef(UUID id) {}

    record UserView(UUID id, String email) {}

    record ReleaseView(UUID id, int version, String description, String status, boolean current, UserView user,
                       Ref app, @Nullable SlugRef slug, List<String> addonPlanNames, List<String> artifacts,
                       @Nullable String outputStreamUrl, boolean eligibleForRollback, Instant createdAt, Instant updatedAt) {}

    record CreateRequest(@Nullable String release, @Nullable String slug, @Nullable String description) {}

    @GetMapping("/apps/{app}/releases")
    ResponseEntity<List<ReleaseView>> list(@Requires(Permission.VIEW) App app, HttpServletRequest request,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        Optional<Release> current = releases.current(app.id());
        List<Slug> slugsOfApp = slugs.of(app.id());
        Map<UUID, String> emails = new HashMap<>();
        return BY_VERSION.answer(releases.of(app).stream().map(release -> view(app, release, current, slugsOfApp, request,
                emails.computeIfAbsent(release.accountId(), this::email))).toList(), range);
    }

    @GetMapping("/apps/{app}/releases/{release}")
    ReleaseView show(@Requires(Permission.VIEW) App app, @PathVariable("release") String idOrVersion,
                     HttpServletRequest request) {
        Release release = releases.require(app, idOrVersion);
        return view(app, release, releases.current(app.id()), slugs.of(app.id()), request, email(release.accountId()));
    }

    @GetMapping("/apps/{app}/releases/{release}/config-vars")
    Map<String, String> config(@Requires(Permission.DEPLOY) App app, @PathVariable("release") String idOrVersion) {
        return releases.config(releases.require(app, idOrVersion));
    }

    /** Rollback, {@code {"release": id}}; or a slug of the app once more, {@code {"slug": id}}. */
    @PostMapping("/apps/{app}/releases")
    @ResponseStatus(HttpStatus.CREATED)
    ReleaseView create(@Requires(Permission.DEPLOY) App app, Account caller, @RequestBody CreateRequest request,
                       HttpServletRequest http) {
        List<Slug> slugsOfApp = slugs.of(app.id());
        Release release;
        if (request.release() != null) {
            release = rollBack(app, caller, releases.require(app, request.release()), slugsOfApp);
        } else if (request.slug() != null) {
            release = repeat(app, caller, request.slug(), description(request), slugsOfApp);
        } else {
            throw ApiException.invalid("Give the release to roll back to, or the slug to release again.");
        }
        return view(app, release, releases.current(app.id()), slugsOfApp, http, email(release.accountId()));
    }

    private Release rollBack(App app, Account caller, Release target, List<Slug> slugsOfApp) {
        if (target.slugId().isEmpty()) {
            throw ApiException.invalid("Cannot roll back to " + target.label() + ": no code was deployed by then. "
                    + "See what there is with: heroku releases -a " + app.name());
        }
        if (!eligible(target, slugsOfApp)) {
            throw ApiException.invalid("Cannot roll back to " + target.label() + ": it failed, or its slug is not kept any "
                    + "more. See what there is with: heroku releases -a " + app.name());
        }
        return configVars.restore(app, releases.ownConfig(target), config -> {
            Release made = releases.rollBack(app, caller, target, config);
            runner.begin(app, made);
            return made;
        });
    }

    private Release repeat(App app, Account caller, String slugId, String description, List<Slug> slugsOfApp) {
        Slug slug = slugsOfApp.stream().filter(there -> there.id().toString().equals(slugId)).findFirst()
                .orElseThrow(() -> ApiException.notFound("slug"));
        if (slug.discarded()) {
            throw ApiException.invalid("This slug is not kept any more. Push its commit again: git push heroku COMMIT:main");
        }
        return configVars.snapshot(app, config -> {
            Release made = releases.repeat(app, caller, slug, config, description);
            runner.begin(app, made);
            return made;
        });
    }

    private static String description(CreateRequest request) {
        String description = Optional.ofNullable(request.description()).filter(text -> !text.isBlank()).orElse("Deploy");
        if (description.codePoints().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid("The description must be one line.");
        }
        // The CLI's grow with each retry of a retry.
        return description.codePoints().limit(LONGEST_DESCRIPTION)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private String email(UUID accountId) {
        return accounts.find(accountId).map(Account::email).orElse("");
    }

    private ReleaseView view(App app, Release release, Optional<Release> current, List<Slug> slugsOfApp,
                             HttpServletRequest request, String email) {
        boolean hasCommand = slug(release, slugsOfApp).filter(slug -> slug.processTypes().containsKey("release")).isPresent();
        return new ReleaseView(release.id(), release.version(), release.description(),
                release.status().name().toLowerCase(Locale.ROOT), current.filter(release::equals).isPresent(),
                new UserView(release.accountId(), email),
                new Ref(app.id(), app.name().value()), release.slugId().map(SlugRef::new).orElse(null), release.addonPlanNames(), List.of(),
                hasCommand ? outputs.url(request, app, release) : null, eligible(release, slugsOfApp), release.createdAt(),
                release.updatedAt());
    }

    private static Optional<Slug> slug(Release release, List<Slug> slugsOfApp) {
        return release.slugId().flatMap(id -> slugsOfApp.stream().filter(slug -> slug.id().equals(id)).findFirst());
    }

    private static boolean eligible(Release release, List<Slug> slugsOfApp) {
        return release.status() == Release.Status.SUCCEEDED
                && slug(release, slugsOfApp).filter(slug -> !slug.discarded()).isPresent();
    }
}
