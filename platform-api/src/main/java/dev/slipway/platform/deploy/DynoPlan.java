package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.feature.DynoMetadata;
import dev.slipway.platform.formation.DynoSize;
import dev.slipway.platform.formation.Formation;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.runtime.DynoSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Says which dynos a release wants, one spec each. */
@Component
class DynoPlan {

    private static final String WEB = "web";
    /** Runs once before a release, see {@link ReleasePhase}; never as a dyno of the formation. */
    static final String RELEASE_PHASE = "release";

    private final Formations formations;
    private final Slugs slugs;
    private final Releases releases;
    private final DynoMetadata metadata;
    private final DeploySettings settings;

    DynoPlan(Formations formations, Slugs slugs, Releases releases, DynoMetadata metadata, DeploySettings settings) {
        this.formations = formations;
        this.slugs = slugs;
        this.releases = releases;
        this.metadata = metadata;
        this.settings = settings;
    }

    /** Whether dynos of this process type take requests. */
    static boolean isWeb(String type) {
        return type.equals(WEB);
    }

    /** All dynos of the release that is current. One transaction, because each takes one of few connections. */
    @Transactional(readOnly = true)
    List<DynoSpec> current(App app) {
        Optional<Release> current = releases.current(app.id());
        Optional<Slug> slug = current.flatMap(Release::slugId).map(slugs::require);
        return slug.isEmpty() ? List.of() : all(app, current.get(), slug.get());
    }

    List<DynoSpec> web(App app, Release release, Slug slug) {
        return all(app, release, slug).stream().filter(spec -> isWeb(spec.type())).toList();
    }

    List<DynoSpec> all(App app, Release release, Slug slug) {
        Map<String, String> config = metadata.addTo(releases.environment(release), app, release, slug);
        List<DynoSpec> specs = new ArrayList<>();
        for (Formation formation : formations.of(app.id())) {
            String command = slug.processTypes().get(formation.type());
            if (command != null && !formation.type().equals(RELEASE_PHASE)) {
                for (int number = 1; number <= formation.quantity(); number++) {
                    specs.add(spec(app, release, slug, formation, number, command, config));
                }
            }
        }
        return specs;
    }

    /** A dyno outside the formation. */
    DynoSpec oneOff(App app, Release release, Slug slug, String type, int number, String command,
                    Map<String, String> environment, DynoSize size) {
        Map<String, String> variables = new HashMap<>(metadata.addTo(releases.environment(release), app, release, slug));
        variables.putAll(environment);
        return new DynoSpec(app.key(), app.name().value(), release.version(), type, number, slug.image(), command, variables,
                false, size.memoryBytes(), size.cpuShares(), settings.bootTimeout());
    }

    /** How big the formation wants dynos of this type to be, also while it wants none. */
    DynoSize size(App app, String type) {
        return formations.of(app.id()).stream().filter(formation -> formation.type().equals(type)).findFirst()
                .map(Formation::size).orElse(DynoSize.BASIC);
    }

    private DynoSpec spec(App app, Release release, Slug slug, Formation formation, int number, String command,
                          Map<String, String> config) {
        return new DynoSpec(app.key(), app.name().value(), release.version(), formation.type(), number, slug.image(),
                command, config, isWeb(formation.type()), formation.size().memoryBytes(), formation.size().cpuShares(),
                settings.bootTimeout());
    }
}
