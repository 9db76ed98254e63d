package dev.slipway.platform.domain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.access.Permission;
import dev.slipway.platform.access.Requires;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.api.Listing;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppChanges;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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

/** {@code /apps/:app/sni-endpoints}, and {@code /apps/:app/acm}, which Slipway has no need of. */
@RestController
class SniEndpointsController {

    private static final Listing<EndpointView, String> BY_NAME = Listing.by("name", EndpointView::name, name -> name);

    private final SniEndpoints endpoints;
    private final AppChanges changes;
    private final Clock clock;

    SniEndpointsController(SniEndpoints endpoints, AppChanges changes, Clock clock) {
        this.endpoints = endpoints;
        this.changes = changes;
        this.clock = clock;
    }

    record Ref(UUID id, String name) {}

    record CertificateView(UUID id, boolean acm, @JsonProperty("ca_signed?") boolean caSigned, List<String> certDomains,
                           Instant expiresAt, String issuer, @JsonProperty("self_signed?") boolean selfSigned,
                           Instant startsAt, String subject) {}

    record EndpointView(UUID id, String name, @Nullable String displayName, Ref app, String certificateChain,
                        List<UUID> domains, CertificateView sslCert, Instant createdAt, Instant updatedAt) {}

    record Upload(@Nullable String certificateChain, @Nullable String privateKey) {}

    @GetMapping("/apps/{app}/sni-endpoints")
    ResponseEntity<List<EndpointView>> list(@Requires(Permission.VIEW) App app,
            @RequestHeader(value = HttpHeaders.RANGE, required = false) @Nullable String range) {
        return BY_NAME.answer(endpoints.of(app).stream().map(endpoint -> view(app, endpoint)).toList(), range);
    }

    @GetMapping("/apps/{app}/sni-endpoints/{endpoint}")
    EndpointView show(@Requires(Permission.VIEW) App app, @PathVariable String endpoint) {
        return view(app, endpoints.require(app, endpoint));
    }

    @PostMapping("/apps/{app}/sni-endpoints")
    @ResponseStatus(HttpStatus.CREATED)
    EndpointView add(@Requires(Permission.OPERATE) App app, @RequestBody Upload upload) {
        return view(app, endpoints.add(app, parse(upload)));
    }

    @PatchMapping("/apps/{app}/sni-endpoints/{endpoint}")
    EndpointView replace(@Requires(Permission.OPERATE) App app, @PathVariable String endpoint, @RequestBody Upload upload) {
        SniEndpoint replaced = endpoints.replace(app, endpoint, parse(upload));
        changes.changed(app);
        return view(app, replaced);
    }

    @DeleteMapping("/apps/{app}/sni-endpoints/{endpoint}")
    EndpointView remove(@Requires(Permission.OPERATE) App app, @PathVariable String endpoint) {
        EndpointView last = view(app, endpoints.require(app, endpoint));
        endpoints.remove(app, endpoint);
        changes.changed(app);
        return last;
    }

    @PostMapping("/apps/{app}/acm")
    void enableAutomatic(@Requires(Permission.OPERATE) App app) {
        throw noAutomatic();
    }

    @PatchMapping("/apps/{app}/acm")
    void refreshAutomatic(@Requires(Permission.OPERATE) App app) {
        throw noAutomatic();
    }

    /** Nothing to do: it is never enabled. */
    @DeleteMapping("/apps/{app}/acm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disableAutomatic(@Requires(Permission.OPERATE) App app) {}

    private static ApiException noAutomatic() {
        return ApiException.notImplemented("Slipway has no certificates from Let's Encrypt. Every domain gets one of this "
                + "installation's own authority without asking: clients trust it once they trust the file /ca.crt of "
                + "this server. For a certificate that browsers trust by themselves bring your own: heroku certs:add CRT KEY");
    }

    private BroughtCertificate parse(Upload upload) {
        if (upload.certificateChain() == null || upload.privateKey() == null) {
            throw ApiException.invalid("Give both the certificate and its private key, in PEM.");
        }
        return BroughtCertificate.parse(upload.certificateChain(), upload.privateKey(), Instant.now(clock));
    }

    private EndpointView view(App app, SniEndpoint endpoint) {
        CertificateChain chain = endpoint.certificate();
        X509Certificate server = chain.server();
        return new EndpointView(endpoint.id(), endpoint.name(), null, new Ref(app.id(), app.name().value()), chain.pem(),
                endpoints.domains(endpoint),
                new CertificateView(endpoint.id(), false, chain.isSignedByKnownAuthority(), chain.hostnames(),
                        server.getNotAfter().toInstant(), CertificateChain.words(server.getIssuerX500Principal()),
                        chain.isSelfSigned(), server.getNotBefore().toInstant(),
                        CertificateChain.words(server.getSubjectX500Principal())),
                endpoint.createdAt(), endpoint.updatedAt());
    }
}
