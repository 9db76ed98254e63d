package dev.slipway.platform.feature;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which features each app has. */
@Service
class AppFeatures {

    private final AppFeatureRepository repository;
    private final Clock clock;

    AppFeatures(AppFeatureRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Since when the app has the feature; empty if it does not. */
    @Transactional(readOnly = true)
    public Optional<Instant> since(App app, Feature feature) {
        return feature.always() ? Optional.of(app.createdAt())
                : repository.findById(key(app.id(), feature)).map(row -> row.enabledAt);
    }

    /** @throws ApiException 422 if it cannot be turned off */
    @Transactional
    public void set(App app, Feature feature, boolean enabled) {
        if (feature.always()) {
            if (!enabled) {
                throw ApiException.invalid(feature.label() + " is always on here and cannot be turned off.");
            }
        } else if (!enabled) {
            repository.findById(key(app.id(), feature)).ifPresent(repository::delete);
        } else if (since(app, feature).isEmpty()) {
            AppFeatureEntity row = new AppFeatureEntity();
            row.key = key(app.id(), feature);
            row.enabledAt = Instant.now(clock);
            repository.save(row);
        }
    }

    private static AppFeatureEntity.Key key(UUID appId, Feature feature) {
        return new AppFeatureEntity.Key(appId, feature.label());
    }
}
