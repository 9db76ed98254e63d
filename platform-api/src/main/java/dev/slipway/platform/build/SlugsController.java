package dev.slipway.platform.build;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.catalog.Stack;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/slugs}. */
@RestController
class SlugsController {

    private final Slugs slugs;

    SlugsController(Slugs slugs) {
        this.slugs = slugs;
    }

    record Blob(String method, String url) {}

    record StackRef(UUID id, String name) {}

    record SlugView(UUID id, Blob blob, String buildpackProvidedDescription, @Nullable String checksum,
                    @Nullable String commit, @Nullable String commitDescription, Instant createdAt,
                    @Nullable Instant deletedAt, Map<String, String> processTypes, long size, StackRef stack,
                    Instant updatedAt) {}

    @GetMapping("/apps/{app}/slugs/{id}")
    SlugView show(@Requires(Permission.VIEW) App app, @PathVariable UUID id) {
        Slug slug = slugs.find(app.id(), id).orElseThrow(() -> ApiException.notFound("slug"));
        // A slug is an image in the Docker Engine: there is nothing to download.
        return new SlugView(slug.id(), new Blob("get", ""), slug.buildpack(), slug.checksum(),
                slug.commit().isEmpty() ? null : slug.commit(), null, slug.createdAt(), null, slug.processTypes(), slug.size(),
                new StackRef(Stack.ONLY.id(), Stack.ONLY.name()), slug.createdAt());
    }

    @PostMapping("/apps/{app}/slugs")
    void create(@Requires(Permission.DEPLOY) App app) {
        throw ApiException.notImplemented("Slipway makes slugs itself and takes none that were made elsewhere. Push the source "
                + "with git, or build it with: POST /apps/" + app.name() + "/builds");
    }
}
