package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppName;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.platform.route.Routes;
import dev.slipway.router.Route;
import dev.slipway.router.Upstream;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Derives an app's route from its release, formation and dynos. */
@Component
class RoutePublisher {

    private final PublicUrls urls;
    private final Releases releases;
    private final Slugs slugs;
    private final Formations formations;
    private final DynoEngine engine;
    private final Retirement retirement;
    private final Routes routes;

    RoutePublisher(PublicUrls urls, Releases releases, Slugs slugs, Formations formations, DynoEngine engine,
                   Retirement retirement, Routes routes) {
        this.urls = urls;
        this.releases = releases;
        this.slugs = slugs;
        this.formations = formations;
        this.engine = engine;
        this.retirement = retirement;
        this.routes = routes;
    }

    /** One at a time, so that what was read first is never published last. */
    synchronized void publish(App app) {
        Optional<Release> current = releases.current(app.id());
        List<Upstream> upstreams = current.map(release -> upstreams(app, release)).orElse(List.of());
        Route.Status status = status(app, current, upstreams);
        routes.put(new Route(urls.hostname(app.name()), app.key(), app.name().value(), status,
                status == Route.Status.SERVING ? upstreams : List.of()));
    }

    synchronized void remove(AppName name) {
        routes.remove(urls.hostname(name));
    }

    private Route.Status status(App app, Optional<Release> current, List<Upstream> upstreams) {
        Optional<Slug> slug = current.flatMap(Release::slugId).map(slugs::require);
        if (app.maintenance()) {
            return Route.Status.MAINTENANCE;
        }
        if (slug.isEmpty()) {
            return Route.Status.NO_RELEASE;
        }
        boolean webWanted = slug.get().processTypes().keySet().stream().anyMatch(DynoPlan::isWeb)
                && formations.of(app.id()).stream().anyMatch(f -> DynoPlan.isWeb(f.type()) && f.quantity() > 0);
        if (!webWanted) {
            return Route.Status.NO_WEB_DYNOS;
        }
        return upstreams.isEmpty() ? Route.Status.CRASHED : Route.Status.SERVING;
    }

    private List<Upstream> upstreams(App app, Release current) {
        return engine.dynos(app.key()).stream()
                .filter(dyno -> DynoPlan.isWeb(dyno.type()) && dyno.release() == current.version())
                .filter(dyno -> dyno.state() == DynoState.UP && !retirement.includes(dyno))
                .flatMap(RoutePublisher::upstream).toList();
    }

    private static Stream<Upstream> upstream(Dyno dyno) {
        return dyno.address().stream().map(address -> new Upstream(dyno.id(), dyno.name(),
                address.getAddress().getHostAddress(), address.getPort()));
    }
}
