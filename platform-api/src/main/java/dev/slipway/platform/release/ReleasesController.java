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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

    private static final int LONGEST_DESCRIPTION = 255;
    private static final Listing<ReleaseView, Integer> BY_VERSION =
            Listing.by("version", ReleaseView::version, Integer::valueOf);

    private final Accounts accounts;
    private final Releases releases;
    private final Slugs slugs;
    private final ConfigVars configVars;
    private final ReleaseRunner runner;

    ReleasesController(Accounts accounts, Releases releases, Slugs slugs, ConfigVars configVars,
                       ReleaseRunner runner) {
        this.accounts = accounts;
        this.releases = releases;
        this.slugs = slugs;
        this.configVars = configVars;
        this.runner = runner;
    }

    record Ref(UUID id, @Nullable String name) {}

    record SlugRef(UUID id) {}

    record UserView(UUID id, String email) {}

    record ReleaseView(UUID id, int version, String description, String status, boolean current, UserView user,
                       Ref app, @Nullable SlugRef slug, List<String> addonPlanNames, List<String> artifacts,
                       @Nullable String outputStreamUrl, boolean eligibleForRollback, Instant createdAt, Instant updatedAt) {}

    record CreateRequest(@Nullable String release, @Nullable String slug, @Nullable String description) {}

    @GetMapping("/apps/{app}/releases")
    ResponseEntity<List<ReleaseView>> list(@Requires(Permission.VIEW) App app,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        Optional<Release> current = releases.current(app.id());
        Set<UUID> kept = kept(app);
        Map<UUID, String> emails = new HashMap<>();
        return BY_VERSION.answer(releases.of(app).stream().map(release -> view(app, release, current, kept,
                emails.computeIfAbsent(release.accountId(), this::email))).toList(), range);
    }

    @GetMapping("/apps/{app}/releases/{release}")
    ReleaseView show(@Requires(Permission.VIEW) App app, @PathVariable("release") String idOrVersion) {
        Release release = releases.require(app, idOrVersion);
        return view(app, release, releases.current(app.id()), kept(app), email(release.accountId()));
    }

    @GetMapping("/apps/{app}/releases/{release}/config-vars")
    Map<String, String> config(@Requires(Permission.DEPLOY) App app, @PathVariable("release") String idOrVersion) {
        return releases.config(releases.require(app, idOrVersion));
    }

    /** Rollback: {@code {"release": id}}; a release of a slug that was built before: {@code {"slug": id}}. */
    @PostMapping("/apps/{app}/releases")
    @ResponseStatus(HttpStatus.CREATED)
    ReleaseView create(@Requires(Permission.DEPLOY) App app, Account caller, @RequestBody CreateRequest request) {
        if (request.release() != null) {
            return rollBack(app, caller, request.release());
        }
        if (request.slug() != null) {
            return repeat(app, caller, request.slug(), request.description());
        }
        throw ApiException.invalid("Give the release to roll back to, or the slug to release again.");
    }

    private ReleaseView repeat(App app, Account caller, String id, @Nullable String description) {
        Slug slug = uuid(id).flatMap(slugId -> slugs.find(app.id(), slugId)).orElseThrow(() -> ApiException.notFound("slug"));
        if (slug.discarded()) {
            throw ApiException.invalid("This slug is not kept any more. Push its commit again: git push heroku COMMIT:main");
        }
        String words = description == null || description.isBlank() ? "Deploy" : description.replaceAll("\\p{Cntrl}", " ").strip();
        Release release = configVars.snapshot(app, config -> {
            Release made = releases.repeat(app, caller, slug, config, words.substring(0, Math.min(LONGEST_DESCRIPTION, words.length())));
            runner.begin(app, made);
            return made;
        });
        return view(app, release, releases.current(app.id()), kept(app), email(release.accountId()));
    }

    private ReleaseView rollBack(App app, Account caller, String idOrVersion) {
        Release target = releases.require(app, idOrVersion);
        if (target.slugId().isEmpty()) {
            throw ApiException.invalid("Cannot roll back to " + target.label() + ": no code was deployed by then. "
                    + "See what there is with: heroku releases -a " + app.name());
        }
        if (!eligible(target, kept(app))) {
            throw ApiException.invalid("Cannot roll back to " + target.label() + ": it failed, or its slug is not kept any "
                    + "more. See what there is with: heroku releases -a " + app.name());
        }
        Release release = configVars.restore(app, releases.config(target), () -> {
            Release made = releases.rollBack(app, caller, target);
            runner.begin(app, made);
            return made;
        });
        return view(app, release, releases.current(app.id()), kept(app), email(release.accountId()));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String email(UUID accountId) {
        return accounts.find(accountId).map(Account::email).orElse("");
    }

    private ReleaseView view(App app, Release release, Optional<Release> current, Set<UUID> kept,
                             String email) {
        return new ReleaseView(release.id(), release.version(), release.description(),
                release.status().name().toLowerCase(Locale.ROOT), current.filter(release::equals).isPresent(),
                new UserView(release.accountId(), email),
                new Ref(app.id(), app.name().value()), release.slugId().map(SlugRef::new).orElse(null), List.of(), List.of(),
                null, eligible(release, kept), release.createdAt(), release.updatedAt());
    }

    private Set<UUID> kept(App app) {
        return slugs.of(app.id()).stream().filter(slug -> !slug.discarded()).map(Slug::id).collect(Collectors.toSet());
    }

    private static boolean eligible(Release release, Set<UUID> keptSlugs) {
        return release.status() == Release.Status.SUCCEEDED && release.slugId().filter(keptSlugs::contains).isPresent();
    }
}
