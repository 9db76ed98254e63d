package dev.slipway.platform.deploy;

import dev.slipway.platform.app.App;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.PublicUrls;
import dev.slipway.platform.build.Slug;
import dev.slipway.platform.build.Slugs;
import dev.slipway.platform.domain.Domain;
import dev.slipway.platform.domain.Domains;
import dev.slipway.platform.domain.SniEndpoints;
import dev.slipway.platform.formation.Formations;
import dev.slipway.platform.release.Release;
import dev.slipway.platform.release.Releases;
import dev.slipway.router.Route;
import dev.slipway.router.RouteCertificate;
import dev.slipway.router.Upstream;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.DynoEngine;
import dev.slipway.runtime.DynoState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Derives an app's route from its release, formation, domains and dynos. */
@Component
class RoutePlan {

    private final Apps apps;
    private final PublicUrls urls;
    private final Releases releases;
    private final Slugs slugs;
    private final Formations formations;
    private final Domains domains;
    private final SniEndpoints certificates;
    private final DynoEngine engine;
    private final Retirement retirement;

    RoutePlan(Apps apps, PublicUrls urls, Releases releases, Slugs slugs, Formations formations, Domains domains,
              SniEndpoints certificates, DynoEngine engine, Retirement retirement) {
        this.apps = apps;
        this.urls = urls;
        this.releases = releases;
        this.slugs = slugs;
        this.formations = formations;
        this.domains = domains;
        this.certificates = certificates;
        this.engine = engine;
        this.retirement = retirement;
    }

    /** What is true now; empty if there is no such app. One transaction, because each takes one of few connections. */
    @Transactional(readOnly = true)
    Optional<Route> of(UUID appId) {
        return apps.find(appId).map(this::route);
    }

    private Route route(App app) {
        Optional<Release> current = releases.current(app.id());
        List<Upstream> upstreams = current.map(release -> upstreams(app, release)).orElse(List.of());
        Route.Status status = status(app, current, upstreams);
        List<Domain> custom = domains.custom(app.id());
        return new Route(urls.hostname(app.name()), app.key(), app.name().value(), status,
                status == Route.Status.SERVING ? upstreams : List.of(), custom.stream().map(Domain::hostname).toList(),
                certificates(app, custom));
    }

    private List<RouteCertificate> certificates(App app, List<Domain> custom) {
        if (custom.stream().allMatch(domain -> domain.sniEndpointId().isEmpty())) {
            return List.of();
        }
        return certificates.served(app.id()).stream()
                .map(one -> new RouteCertificate(one.hostnames(), one.chain(), one.key())).toList();
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

    /** Dynos of the current release that are up; while there is none, better those of another one than an error page. */
    private List<Upstream> upstreams(App app, Release current) {
        List<Dyno> up = engine.dynos(app.key()).stream()
                .filter(dyno -> DynoPlan.isWeb(dyno.type()) && dyno.state() == DynoState.UP && !retirement.includes(dyno))
                .toList();
        List<Dyno> ofCurrent = up.stream().filter(dyno -> dyno.release() == current.version()).toList();
        return (ofCurrent.isEmpty() ? up : ofCurrent).stream().flatMap(RoutePlan::upstream).toList();
    }

    private static Stream<Upstream> upstream(Dyno dyno) {
        return dyno.address().stream().map(address -> new Upstream(dyno.id(), dyno.name(),
                address.getAddress().getHostAddress(), address.getPort()));
    }
}
