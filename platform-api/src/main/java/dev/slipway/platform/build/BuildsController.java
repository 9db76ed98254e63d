package dev.slipway.platform.build;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.SignedLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/builds}. */
@RestController
class BuildsController {

    private static final String OUTPUT = "build-output";
    private static final Listing<BuildView, String> BY_TIME =
            Listing.by("created_at", view -> view.createdAt().toString(), text -> text);

    private final Apps apps;
    private final Accounts accounts;
    private final BuildRecords records;
    private final SignedLinks links;

    BuildsController(Apps apps, Accounts accounts, BuildRecords records, SignedLinks links) {
        this.apps = apps;
        this.accounts = accounts;
        this.records = records;
        this.links = links;
    }

    record Ref(UUID id, @Nullable String name) {}

    record IdOnly(UUID id) {}

    record UserView(UUID id, String email) {}

    record SourceBlob(@Nullable String checksum, @Nullable String url, String version, @Nullable String versionDescription) {}

    record BuildView(UUID id, Ref app, List<String> buildpacks, Instant createdAt, String outputStreamUrl, SourceBlob sourceBlob,
                     @Nullable IdOnly release, @Nullable IdOnly slug, String stack, String status, Instant updatedAt,
                     UserView user) {}

    @GetMapping("/apps/{app}/builds")
    ResponseEntity<List<BuildView>> list(@Requires(Permission.VIEW) App app, HttpServletRequest request,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_TIME.answer(records.list(app).stream().map(build -> view(app, build, request)).toList(), range);
    }

    @GetMapping("/apps/{app}/builds/{id}")
    BuildView show(@Requires(Permission.VIEW) App app, @PathVariable UUID id, HttpServletRequest request) {
        return view(app, records.require(app, id), request);
    }

    /** The output so far; fetched without credentials, the URL is the permission. */
    @Public("the URL is the permission")
    @GetMapping("/streams/builds/{token}")
    ResponseEntity<String> output(@PathVariable String token) {
        String[] ids = links.open(OUTPUT, token).orElseThrow(() -> ApiException.notFound("build")).split(" ");
        App app = apps.find(UUID.fromString(ids[0])).orElseThrow(() -> ApiException.notFound("build"));
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN)
                .body(records.output(records.require(app, UUID.fromString(ids[1]))));
    }

    private BuildView view(App app, Build build, HttpServletRequest request) {
        String token = links.seal(OUTPUT, app.id() + " " + build.id(), Duration.ofHours(1));
        UUID slugId = build.slugId();
        UUID releaseId = build.releaseId();
        return new BuildView(build.id(), new Ref(app.id(), app.name().value()), List.of(), build.createdAt(),
                RequestOrigin.of(request) + "/streams/builds/" + token,
                new SourceBlob(null, null, build.commit(), null),
                releaseId == null ? null : new IdOnly(releaseId), slugId == null ? null : new IdOnly(slugId),
                "slipway-trixie", build.status(), build.updatedAt(), new UserView(build.accountId(),
                accounts.find(build.accountId()).map(Account::email).orElse("")));
    }
}
