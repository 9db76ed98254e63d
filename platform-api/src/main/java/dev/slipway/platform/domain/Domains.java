package dev.slipway.platform.domain;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.app.PublicUrls;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The hostnames of each app. One hostname leads to one app of the installation. */
@Service
public class Domains {

    private static final int MOST_PER_APP = 1000;

    private final DomainRepository repository;
    private final SniEndpoints endpoints;
    private final Apps apps;
    private final PublicUrls urls;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Domains(DomainRepository repository, SniEndpoints endpoints, Apps apps, PublicUrls urls,
            ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.endpoints = endpoints;
        this.apps = apps;
        this.urls = urls;
        this.events = events;
        this.clock = clock;
    }

    /** The custom ones, ordered by hostname. */
    @Transactional(readOnly = true)
    public List<Domain> custom(UUID appId) {
        return repository.findByAppIdOrderByHostname(appId).stream().map(DomainEntity::toDomain).toList();
    }

    /** The app's own, then the custom ones. */
    @Transactional(readOnly = true)
    List<Domain> of(App app) {
        List<Domain> all = new ArrayList<>(List.of(Domain.own(app, urls)));
        all.addAll(custom(app.id()));
        return all;
    }

    /**
     * @param idOrHostname a UUID, or a hostname in any case and script
     * @throws ApiException 404 if this app has no such domain
     */
    @Transactional(readOnly = true)
    Domain require(App app, String idOrHostname) {
        Domain own = Domain.own(app, urls);
        return Stream.of(own).filter(domain -> domain.id().toString().equals(idOrHostname)
                        || domain.hostname().equals(idOrHostname)).findFirst()
                .orElseGet(() -> entity(app, idOrHostname).toDomain());
    }

    /**
     * @param sniEndpoint name or id of the certificate to serve; null leaves it to the router's authority
     * @throws ApiException 422 if the hostname is ours, taken or one too many, or the certificate is not for it
     */
    @Transactional
    Domain add(App app, Hostname hostname, @Nullable String sniEndpoint) {
        if (hostname.isBelow(urls.domain()) || hostname.covers(urls.domain())) {
            throw ApiException.invalid("Names below " + urls.domain() + " belong to Slipway: " + app.name() + " has "
                    + urls.hostname(app.name()) + " already. To change that, rename the app: heroku apps:rename NEWNAME");
        }
        repository.lock();
        checkFree(app, hostname);
        if (repository.countByAppId(app.id()) >= MOST_PER_APP) {
            throw ApiException.invalid("An app can have " + MOST_PER_APP + " domains. Remove one it no longer needs "
                    + "(heroku domains:remove), or use a wildcard like *.example.org.");
        }
        DomainEntity domain = new DomainEntity();
        domain.appId = app.id();
        domain.hostname = hostname.value();
        domain.sniEndpointId = certificate(app, hostname, sniEndpoint);
        domain.createdAt = Instant.now(clock);
        domain.updatedAt = domain.createdAt;
        repository.saveAndFlush(domain);
        events.publishEvent(AppEvent.created(app.id(), "domain", domain.toDomain()));
        return domain.toDomain();
    }

    /** Serves another certificate for this domain; null goes back to that of the router's authority. */
    @Transactional
    Domain secure(App app, String idOrHostname, @Nullable String sniEndpoint) {
        checkCustom(require(app, idOrHostname));
        DomainEntity entity = entity(app, idOrHostname);
        Domain before = entity.toDomain();
        entity.sniEndpointId = certificate(app, new Hostname(entity.hostname), sniEndpoint);
        entity.updatedAt = Instant.now(clock);
        events.publishEvent(AppEvent.updated(app.id(), "domain", before, entity.toDomain()));
        return entity.toDomain();
    }

    @Transactional
    Domain remove(App app, String idOrHostname) {
        checkCustom(require(app, idOrHostname));
        DomainEntity entity = entity(app, idOrHostname);
        repository.delete(entity);
        events.publishEvent(AppEvent.destroyed(app.id(), "domain", entity.toDomain()));
        return entity.toDomain();
    }

    private @Nullable UUID certificate(App app, Hostname hostname, @Nullable String sniEndpoint) {
        if (sniEndpoint == null) {
            return null;
        }
        SniEndpoint endpoint = endpoints.require(app, sniEndpoint);
        endpoint.certificate().checkCovers(endpoint.name(), List.of(hostname.value()));
        return endpoint.id();
    }

    /** Whose it is, is not told. A name under another app's wildcard would take that app's visitors, so it is taken. */
    private void checkFree(App app, Hostname hostname) {
        Optional<DomainEntity> same = repository.findByHostname(hostname.value()).filter(this::holds);
        if (same.isPresent()) {
            throw ApiException.invalid(same.get().appId.equals(app.id())
                    ? hostname + " is a domain of " + app.name() + " already."
                    : hostname + " is currently in use by another app. Its owner has to remove it there first.");
        }
        List<DomainEntity> overlapping = hostname.isWildcard()
                ? repository.findOneLabelBelow(hostname.value().substring(1))
                : repository.findByHostname(hostname.wildcard()).stream().toList();
        if (overlapping.stream().filter(this::holds).anyMatch(domain -> !domain.appId.equals(app.id()))) {
            throw ApiException.invalid(hostname + " overlaps with a domain that is in use by another app. Its owner has to "
                    + "remove that one first.");
        }
    }

    /** Whether its app still is one; a domain of an app that is being removed is free. */
    private boolean holds(DomainEntity domain) {
        if (apps.find(domain.appId).isPresent()) {
            return true;
        }
        repository.delete(domain);
        repository.flush();
        return false;
    }

    private DomainEntity entity(App app, String idOrHostname) {
        Optional<DomainEntity> found;
        try {
            found = repository.findByIdAndAppId(UUID.fromString(idOrHostname), app.id());
        } catch (IllegalArgumentException e) {
            found = hostname(idOrHostname).flatMap(name -> repository.findByAppIdAndHostname(app.id(), name.value()));
        }
        return found.orElseThrow(() -> ApiException.notFound("domain"));
    }

    private static Optional<Hostname> hostname(String typed) {
        try {
            return Optional.of(Hostname.parse(typed));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    private static void checkCustom(Domain domain) {
        if (!domain.custom()) {
            throw ApiException.invalid(domain.hostname() + " is the app's own name, which stays as long as the app is called "
                    + "so, with a certificate of Slipway's.");
        }
    }
}
