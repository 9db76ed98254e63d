package dev.slipway.platform.domain;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppEvent;
import dev.slipway.platform.app.Apps;
import dev.slipway.platform.crypto.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The certificates that owners brought for their apps' domains. */
@Service
public class SniEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(SniEndpoints.class);
    private static final int MOST_PER_APP = 100;
    private static final String PREFIX = "certificate-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{5}");
    private static final int SMALLEST_NUMBER = 10_000;
    private static final int NUMBERS = 90_000;

    /**
     * A certificate with its key, for the routers.
     *
     * @param hostnames domains it is served for, at least one
     * @param chain     PEM, the server's certificate first
     * @param key       PEM, PKCS #8
     */
    public record Served(Set<String> hostnames, String chain, String key) {

        /** Without the key, which belongs into no log. */
        @Override
        public String toString() {
            return "Served" + hostnames;
        }
    }

    private final SniEndpointRepository repository;
    private final DomainRepository domains;
    private final Apps apps;
    private final Vault vault;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SniEndpoints(SniEndpointRepository repository, DomainRepository domains, Apps apps, Vault vault,
                 ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.domains = domains;
        this.apps = apps;
        this.vault = vault;
        this.events = events;
        this.clock = clock;
    }

    /** Those that a domain of the app uses. */
    @Transactional(readOnly = true)
    public List<Served> served(UUID appId) {
        Map<UUID, Set<String>> hostnames = domains.findByAppIdOrderByHostname(appId).stream()
                .filter(domain -> domain.sniEndpointId != null)
                .collect(Collectors.groupingBy(domain -> domain.sniEndpointId,
                        Collectors.mapping(domain -> domain.hostname, Collectors.toSet())));
        return hostnames.isEmpty() ? List.of() : repository.findByAppIdOrderByName(appId).stream()
                .filter(endpoint -> hostnames.containsKey(endpoint.id))
                .flatMap(endpoint -> served(endpoint, hostnames.get(endpoint.id)).stream())
                .toList();
    }

    /** A key that cannot be read costs its domains their certificate, and the app nothing. */
    private Optional<Served> served(SniEndpointEntity endpoint, Set<String> hostnames) {
        try {
            return Optional.of(new Served(hostnames, endpoint.certificateChain, vault.decrypt(endpoint.privateKey)));
        } catch (IllegalStateException e) {
            LOG.error("A certificate cannot be served, app={}, endpoint={}", endpoint.appId, endpoint.name, e);
            return Optional.empty();
        }
    }

    @Transactional(readOnly = true)
    List<SniEndpoint> of(App app) {
        return repository.findByAppIdOrderByName(app.id()).stream().map(SniEndpointEntity::toEndpoint).toList();
    }

    /** @throws ApiException 404 if this app has no such endpoint */
    @Transactional(readOnly = true)
    SniEndpoint require(App app, String idOrName) {
        return entity(app, idOrName).toEndpoint();
    }

    /** Ids of the domains that use it. */
    @Transactional(readOnly = true)
    List<UUID> domains(SniEndpoint endpoint) {
        return domains.findBySniEndpointId(endpoint.id()).stream().map(domain -> domain.id).toList();
    }

    @Transactional
    SniEndpoint add(App app, BroughtCertificate brought) {
        apps.lock(app.id());
        List<String> names = of(app).stream().map(SniEndpoint::name).toList();
        if (names.size() >= MOST_PER_APP) {
            throw ApiException.invalid("An app can have " + MOST_PER_APP + " certificates. Remove one it no longer needs: "
                    + "heroku certs:remove --name NAME");
        }
        SniEndpointEntity endpoint = new SniEndpointEntity();
        endpoint.appId = app.id();
        do {
            endpoint.name = PREFIX + (SMALLEST_NUMBER + random.nextInt(NUMBERS));
        } while (names.contains(endpoint.name));
        endpoint.createdAt = Instant.now(clock);
        store(endpoint, brought);
        repository.save(endpoint);
        events.publishEvent(AppEvent.created(app.id(), "sni-endpoint", shown(endpoint)));
        return endpoint.toEndpoint();
    }

    /** @throws ApiException 422 if a domain that uses it has another name than the new certificate */
    @Transactional
    SniEndpoint replace(App app, String idOrName, BroughtCertificate brought) {
        SniEndpointEntity endpoint = entity(app, idOrName);
        Map<String, Object> before = shown(endpoint);
        brought.chain().checkCovers(endpoint.name,
                domains.findBySniEndpointId(endpoint.id).stream().map(domain -> domain.hostname).toList());
        store(endpoint, brought);
        events.publishEvent(AppEvent.updated(app.id(), "sni-endpoint", before, shown(endpoint)));
        return endpoint.toEndpoint();
    }

    /** Its domains go back to a certificate of the router's authority. */
    @Transactional
    SniEndpoint remove(App app, String idOrName) {
        SniEndpointEntity endpoint = entity(app, idOrName);
        domains.findBySniEndpointId(endpoint.id).forEach(domain -> {
            domain.sniEndpointId = null;
            domain.updatedAt = Instant.now(clock);
        });
        domains.flush();
        repository.delete(endpoint);
        events.publishEvent(AppEvent.destroyed(app.id(), "sni-endpoint", shown(endpoint)));
        return endpoint.toEndpoint();
    }

    /** As webhooks show it: what may change, and no key. */
    private static Map<String, Object> shown(SniEndpointEntity endpoint) {
        CertificateChain chain = CertificateChain.stored(endpoint.certificateChain);
        return Map.of("id", endpoint.id, "name", endpoint.name, "ssl_cert", Map.of("cert_domains", chain.hostnames(),
                        "expires_at", chain.server().getNotAfter().toInstant()),
                "created_at", endpoint.createdAt, "updated_at", endpoint.updatedAt);
    }

    private void store(SniEndpointEntity endpoint, BroughtCertificate brought) {
        endpoint.certificateChain = brought.chain().pem();
        endpoint.privateKey = vault.encrypt(brought.keyPem());
        endpoint.updatedAt = Instant.now(clock);
    }

    private SniEndpointEntity entity(App app, String idOrName) {
        Optional<SniEndpointEntity> found;
        if (NAME.matcher(idOrName).matches()) {
            found = repository.findByAppIdAndName(app.id(), idOrName);
        } else {
            try {
                found = repository.findByIdAndAppId(UUID.fromString(idOrName), app.id());
            } catch (IllegalArgumentException e) {
                found = Optional.empty();
            }
        }
        return found.orElseThrow(() -> ApiException.notFound("SNI endpoint"));
    }
}
