package dev.slipway.platform.buildpack;

import dev.slipway.builder.AvailableBuildpack;
import dev.slipway.builder.ImageBuilder;
import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The buildpack registry that the CLI is pointed to by {@code HEROKU_BUILDPACK_REGISTRY_URL}. It writes the name of a
 * buildpack with an encoded slash, which arrives as one path segment.
 */
@Public("the same for everybody, and the CLI sends no credentials to it")
@RestController
class BuildpackRegistryController {

    private static final String RELEASE = "1";

    record Support(String method, String address) {}

    record Source(String type, String owner, String repo) {}

    record Listed(UUID id, String namespace, String name, String category, String description, Support support, Source source,
                  String blobUrl, boolean twoFactorAuthentication) {

        static Listed of(AvailableBuildpack available) {
            Buildpack buildpack = Buildpack.ofKey(available.key());
            return new Listed(UUID.nameUUIDFromBytes(buildpack.url().getBytes(StandardCharsets.UTF_8)), Buildpack.NAMESPACE,
                    available.key(), "languages", available.language() + ", recognised by "
                    + String.join(", ", available.rootFiles()), new Support("website", "your Slipway's administrator"),
                    new Source("slipway", "slipway", available.key()), buildpack.url(), false);
        }
    }

    record Revision(String release, String license, String status, Instant createdAt) {}

    record Readme(String content, String encoding) {}

    @GetMapping("/buildpacks")
    List<Listed> search(@RequestParam(value = "in[namespace][]", required = false) @Nullable List<String> namespaces,
                        @RequestParam(value = "in[name][]", required = false) @Nullable List<String> names,
                        @RequestParam(value = "like[description]", required = false) @Nullable String description) {
        return ImageBuilder.buildpacks().stream().map(Listed::of)
                .filter(listed -> namespaces == null || namespaces.contains(listed.namespace()))
                .filter(listed -> names == null || names.contains(listed.name()))
                .filter(listed -> description == null || listed.description().toLowerCase(Locale.ROOT)
                        .contains(description.toLowerCase(Locale.ROOT)))
                .toList();
    }

    @GetMapping({"/buildpacks/{buildpack}", "/buildpacks/{namespace}/{name}"})
    Listed show(@PathVariable(required = false) @Nullable String buildpack,
                @PathVariable(required = false) @Nullable String namespace,
                @PathVariable(required = false) @Nullable String name) {
        return require(buildpack == null ? namespace + "/" + name : buildpack);
    }

    @GetMapping("/buildpacks/{buildpack}/revisions")
    List<Revision> revisions(@PathVariable String buildpack) {
        require(buildpack);
        return List.of(new Revision(RELEASE, "part of Slipway", "published", Instant.EPOCH));
    }

    @GetMapping("/buildpacks/{buildpack}/readme")
    Readme readme(@PathVariable String buildpack) {
        String text = require(buildpack).description() + ".\n";
        return new Readme(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)), "base64");
    }

    private static Listed require(String typed) {
        return ImageBuilder.buildpacks().stream().map(Listed::of)
                .filter(listed -> (listed.namespace() + "/" + listed.name()).equals(typed)).findFirst()
                .orElseThrow(() -> ApiException.notFound("buildpack"));
    }
}
