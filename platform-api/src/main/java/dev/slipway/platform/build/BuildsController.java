package dev.slipway.platform.build;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.Accounts;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.buildpack.Buildpack;
import dev.slipway.platform.buildpack.Buildpacks;
import dev.slipway.platform.catalog.Stack;
import dev.slipway.platform.crypto.SignedLinks;
import dev.slipway.platform.source.SourceArchive;
import dev.slipway.platform.source.SourceSettings;
import dev.slipway.platform.source.Sources;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/builds}. */
@RestController
class BuildsController {

    private static final String OUTPUT = "build-output";
    /** A build may wait for its turn for a while, and then take its time. */
    private static final Duration OUTPUT_LIFE = Duration.ofHours(3);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);
    private static final Pattern VERSION = Pattern.compile("[^\\p{Cntrl}]{0,200}");
    private static final Listing<BuildView, String> BY_TIME =
            Listing.by("created_at", view -> view.createdAt().toString(), text -> text);

    private final Apps apps;
    private final Accounts accounts;
    private final BuildRecords records;
    private final Builds builds;
    private final BuildRunner runner;
    private final Buildpacks buildpacks;
    private final Sources sources;
    private final SourceSettings sourceSettings;
    private final SignedLinks links;
    private volatile boolean closing;

    BuildsController(Apps apps, Accounts accounts, BuildRecords records, Builds builds, BuildRunner runner,
                     Buildpacks buildpacks, Sources sources, SourceSettings sourceSettings, SignedLinks links) {
        this.apps = apps;
        this.accounts = accounts;
        this.records = records;
        this.builds = builds;
        this.runner = runner;
        this.buildpacks = buildpacks;
        this.sources = sources;
        this.sourceSettings = sourceSettings;
        this.links = links;
    }

    record Ref(UUID id, @Nullable String name) {}

    record IdOnly(UUID id) {}

    record UserView(UUID id, String email) {}

    record SourceBlob(@Nullable String checksum, @Nullable String url, @Nullable String version,
                      @Nullable String versionDescription) {}

    record BuildpackView(@Nullable String url, @Nullable String name) {}

    record BuildView(UUID id, Ref app, List<BuildpackView> buildpacks, Instant createdAt, String generation,
                     String outputStreamUrl, SourceBlob sourceBlob, @Nullable IdOnly release, @Nullable IdOnly slug, String stack,
                     String status, Instant updatedAt, UserView user) {}

    record CreateRequest(@Nullable SourceBlob sourceBlob, @Nullable List<@Nullable BuildpackView> buildpacks) {}

    @GetMapping("/apps/{app}/builds")
    ResponseEntity<List<BuildView>> list(@Requires(Permission.VIEW) App app, HttpServletRequest request,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_TIME.answer(records.list(app).stream().map(build -> view(app, build, request)).toList(), range);
    }

    @GetMapping("/apps/{app}/builds/{id}")
    BuildView show(@Requires(Permission.VIEW) App app, @PathVariable UUID id, HttpServletRequest request) {
        return view(app, records.require(app, id), request);
    }

    /** Builds and deploys an archive; goes on after the answer. */
    @PostMapping("/apps/{app}/builds")
    @ResponseStatus(HttpStatus.CREATED)
    BuildView create(@Requires(Permission.DEPLOY) App app, Account caller, @RequestBody CreateRequest create,
                     HttpServletRequest request) {
        List<Buildpack> wanted = create.buildpacks() == null ? buildpacks.of(app)
                : Buildpacks.parse(create.buildpacks().stream().map(BuildsController::typed).toList());
        return switch (builds.begin(app, caller, source(create.sourceBlob()), wanted, _ -> {})) {
            case BuildAdmission.Refused(String reason) -> throw ApiException.tooManyRequests(reason, TRY_AGAIN);
            case BuildAdmission.Admitted(RunningBuild build) -> {
                runner.begin(build);
                yield view(app, records.require(app, build.id()), request);
            }
        };
    }

    /** Cancels a build. */
    @DeleteMapping("/apps/{app}/builds/{id}")
    BuildView cancel(@Requires(Permission.DEPLOY) App app, Account caller, @PathVariable UUID id, HttpServletRequest request) {
        return view(app, builds.cancel(app, caller, id), request);
    }

    @DeleteMapping("/apps/{app}/build-cache")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteCache(@Requires(Permission.DEPLOY) App app) {
        builds.deleteCache(app);
    }

    /** The output, which comes as long as the build and its deploy go on. */
    @Public("the URL is the permission")
    @GetMapping("/streams/builds/{token}")
    void output(@PathVariable String token, HttpServletResponse response) throws IOException {
        String[] ids = links.open(OUTPUT, token).orElseThrow(() -> ApiException.notFound("build")).split(" ");
        App app = apps.find(UUID.fromString(ids[0])).orElseThrow(() -> ApiException.notFound("build"));
        Build build = records.require(app, UUID.fromString(ids[1]));
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        OutputStream out = response.getOutputStream();
        Optional<BuildOutput> live = builds.live(build.id());
        if (live.isPresent()) {
            follow(live.get(), out);
        } else {
            out.write(records.output(build).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void follow(BuildOutput output, OutputStream out) throws IOException {
        try {
            int sent = 0;
            Optional<String> more = output.after(sent, PATIENCE);
            while (more.isPresent() && !closing) {
                if (!more.get().isEmpty()) {
                    out.write(more.get().getBytes(StandardCharsets.UTF_8));
                    sent += more.get().length();
                }
                out.flush();
                more = output.after(sent, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BuildSource source(@Nullable SourceBlob blob) {
        if (blob == null || blob.url() == null) {
            throw ApiException.invalid("Give a source_blob with the url of a gzipped tar. To upload one, get a URL with: "
                    + "POST /sources");
        }
        String checksum = blob.checksum();
        if (checksum != null && !Checksums.isChecksum(checksum)) {
            throw ApiException.invalid("The source's checksum must be SHA256: and 64 hex digits.");
        }
        SourceArchive archive = sources.at(blob.url());
        return new BuildSource(text("version", blob.version()).orElse(""), checksum, Sources.withoutSecrets(blob.url()).orElse(null),
                text("version_description", blob.versionDescription()).orElse(null),
                new ArchiveTree(archive, checksum, sourceSettings.maxBytes()));
    }

    private static Optional<String> text(String field, @Nullable String typed) {
        if (typed != null && !VERSION.matcher(typed).matches()) {
            throw ApiException.invalid("The source's " + field + " must be one line of at most 200 characters.");
        }
        return Optional.ofNullable(typed);
    }

    private static String typed(@Nullable BuildpackView buildpack) {
        String name = buildpack == null ? null : buildpack.url() != null ? buildpack.url() : buildpack.name();
        if (name == null) {
            throw ApiException.invalid("Each of the buildpacks needs a url or a name.");
        }
        return name;
    }

    private BuildView view(App app, Build build, HttpServletRequest request) {
        String token = links.seal(OUTPUT, app.id() + " " + build.id(), OUTPUT_LIFE);
        UUID slugId = build.slugId();
        UUID releaseId = build.releaseId();
        return new BuildView(build.id(), new Ref(app.id(), app.name().value()),
                build.buildpacks().stream().map(buildpack -> new BuildpackView(buildpack.url(), buildpack.name())).toList(),
                build.createdAt(), "cedar", RequestOrigin.of(request) + "/streams/builds/" + token,
                new SourceBlob(build.checksum(), build.url(), build.version(), build.versionDescription()),
                releaseId == null ? null : new IdOnly(releaseId), slugId == null ? null : new IdOnly(slugId),
                Stack.ONLY.name(), build.status(), build.updatedAt(), new UserView(build.accountId(),
                accounts.find(build.accountId()).map(Account::email).orElse("")));
    }

    /** Streams end at once when the platform stops. */
    @EventListener
    void closing(ContextClosedEvent event) {
        closing = true;
    }
}
