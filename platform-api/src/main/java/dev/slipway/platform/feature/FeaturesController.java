package dev.slipway.platform.feature;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/features}, and {@code /account/features}, of which there are none. */
@RestController
class FeaturesController {

    private final AppFeatures features;

    FeaturesController(AppFeatures features) {
        this.features = features;
    }

    record FeatureView(UUID id, String name, String displayName, String description, String docUrl, boolean enabled,
                       String state, String feedbackEmail, Instant createdAt, Instant updatedAt) {}

    record ChangeRequest(@Nullable Boolean enabled) {}

    @GetMapping("/apps/{app}/features")
    List<FeatureView> list(@Requires(Permission.VIEW) App app) {
        return Arrays.stream(Feature.values()).map(feature -> view(app, feature)).toList();
    }

    @GetMapping("/apps/{app}/features/{feature}")
    FeatureView show(@Requires(Permission.VIEW) App app, @PathVariable("feature") String nameOrId) {
        return view(app, require(app, nameOrId));
    }

    /** Dynos notice when they are started next. */
    @PatchMapping("/apps/{app}/features/{feature}")
    FeatureView change(@Requires(Permission.OPERATE) App app, @PathVariable("feature") String nameOrId,
                       @RequestBody ChangeRequest request) {
        Feature feature = require(app, nameOrId);
        if (request.enabled() == null) {
            throw ApiException.invalid("Say whether the feature is to be enabled.");
        }
        features.set(app, feature, request.enabled());
        return view(app, feature);
    }

    @GetMapping("/account/features")
    List<FeatureView> ofAccount(Account caller) {
        return List.of();
    }

    /** The CLI looks here first, and at the app's features on 404. */
    @GetMapping("/account/features/{feature}")
    FeatureView showOfAccount(Account caller, @PathVariable("feature") String nameOrId) {
        throw notFound();
    }

    @PatchMapping("/account/features/{feature}")
    FeatureView changeOfAccount(Account caller, @PathVariable("feature") String nameOrId) {
        throw notFound();
    }

    private static Feature require(App app, String nameOrId) {
        return Feature.find(nameOrId)
                .or(() -> Arrays.stream(Feature.values()).filter(one -> id(app, one).toString().equals(nameOrId)).findFirst())
                .orElseThrow(FeaturesController::notFound);
    }

    private static ApiException notFound() {
        return ApiException.notFound("feature", "Couldn't find that feature. See what there is with: heroku labs -a APP, heroku "
                + "features -a APP");
    }

    private FeatureView view(App app, Feature feature) {
        Optional<Instant> since = features.since(app, feature);
        return new FeatureView(id(app, feature), feature.label(), feature.label(), feature.description(), "",
                since.isPresent(), feature.state(), "", app.createdAt(), since.orElse(app.createdAt()));
    }

    private static UUID id(App app, Feature feature) {
        return UUID.nameUUIDFromBytes((app.id() + feature.label()).getBytes(StandardCharsets.UTF_8));
    }
}
