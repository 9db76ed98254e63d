package dev.slipway.platform.domain;

import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppChanges;
import dev.slipway.platform.app.PublicUrls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /apps/:app/domains}. */
@RestController
class DomainsController {

    private static final Listing<DomainView, UUID> BY_ID = Listing.by("id", DomainView::id, UUID::fromString);

    private final Domains domains;
    private final SniEndpoints endpoints;
    private final AppChanges changes;
    private final PublicUrls urls;

    DomainsController(Domains domains, SniEndpoints endpoints, AppChanges changes, PublicUrls urls) {
        this.domains = domains;
        this.endpoints = endpoints;
        this.changes = changes;
        this.urls = urls;
    }

    record Ref(UUID id, String name) {}

    record DomainView(UUID id, Ref app, String hostname, String kind, @Nullable String cname, String status,
                      @Nullable String acmStatus, @Nullable String acmStatusReason, @Nullable Ref sniEndpoint,
                      Instant createdAt, Instant updatedAt) {}

    /** {@code sniEndpoint} is a name or an id. */
    record CreateRequest(@Nullable String hostname, @Nullable String sniEndpoint) {}

    record ChangeRequest(@Nullable String sniEndpoint) {}

    @GetMapping("/apps/{app}/domains")
    ResponseEntity<List<DomainView>> list(@Requires(Permission.VIEW) App app,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        Map<UUID, String> certificates = certificates(app);
        return BY_ID.answer(domains.of(app).stream().map(domain -> view(app, domain, certificates)).toList(), range);
    }

    @GetMapping("/apps/{app}/domains/{domain}")
    DomainView show(@Requires(Permission.VIEW) App app, @PathVariable String domain) {
        return view(app, domains.require(app, domain), certificates(app));
    }

    @PostMapping("/apps/{app}/domains")
    @ResponseStatus(HttpStatus.CREATED)
    DomainView add(@Requires(Permission.OPERATE) App app, @RequestBody CreateRequest request) {
        if (request.hostname() == null) {
            throw ApiException.invalid("Give the hostname to add.");
        }
        return routed(app, domains.add(app, Hostname.parse(request.hostname()), request.sniEndpoint()));
    }

    @PatchMapping("/apps/{app}/domains/{domain}")
    DomainView change(@Requires(Permission.OPERATE) App app, @PathVariable String domain, @RequestBody ChangeRequest request) {
        return routed(app, domains.secure(app, domain, request.sniEndpoint()));
    }

    @DeleteMapping("/apps/{app}/domains/{domain}")
    DomainView remove(@Requires(Permission.OPERATE) App app, @PathVariable String domain) {
        return routed(app, domains.remove(app, domain));
    }

    private DomainView routed(App app, Domain domain) {
        changes.changed(app);
        return view(app, domain, certificates(app));
    }

    private Map<UUID, String> certificates(App app) {
        return endpoints.of(app).stream().collect(Collectors.toMap(SniEndpoint::id, SniEndpoint::name));
    }

    /** Routers take a domain up at once, so its status is never pending. */
    private DomainView view(App app, Domain domain, Map<UUID, String> certificates) {
        return new DomainView(domain.id(), new Ref(app.id(), app.name().value()), domain.hostname(),
                domain.custom() ? "custom" : "heroku", domain.custom() ? domain.target() + "." + urls.domain() : null, "none",
                null, null, domain.sniEndpointId().map(id -> new Ref(id, certificates.getOrDefault(id, ""))).orElse(null),
                domain.createdAt(), domain.updatedAt());
    }
}
