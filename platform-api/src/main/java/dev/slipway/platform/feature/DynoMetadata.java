package dev.slipway.platform.feature;

import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.release.Release;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Service;

/**
 * What dynos are told of themselves, if their app has the feature {@code runtime-dyno-metadata}.
 *
 * @see <a href="https://devcenter.heroku.com/articles/dyno-metadata">Heroku, Dyno Metadata</a>
 */
@Service
public class DynoMetadata {

    private final AppFeatures features;

    DynoMetadata(AppFeatures features) {
        this.features = features;
    }

    /** The config vars of a release with the metadata beside them; a config var of the same name wins. */
    public Map<String, String> addTo(Map<String, String> config, App app, Release release, Slug slug) {
        if (features.since(app, Feature.RUNTIME_DYNO_METADATA).isEmpty()) {
            return config;
        }
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "HEROKU_APP_ID", app.id().toString(),
                "HEROKU_APP_NAME", app.name().value(),
                "HEROKU_RELEASE_VERSION", release.label(),
                "HEROKU_RELEASE_CREATED_AT", release.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                "HEROKU_SLUG_COMMIT", slug.commit(),
                "HEROKU_SLUG_DESCRIPTION", release.description()));
        all.putAll(config);
        return all;
    }
}
