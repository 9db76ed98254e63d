package dev.slipway.router;

import static java.util.stream.Collectors.toSet;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that clients see. One for the domain and its first-level names, also for clients that send no server
 * name; kept in {@code tls.crt} and {@code tls.key} and replaced, without a restart, when a third of its life is left or
 * it lacks a name. Names of the route table that it does not cover get the certificate their app's owner brought, or else
 * one of their own at their first handshake. Nobody else gets one made, and only the domain's is shown to them.
 */
final class Certificates implements AsyncMapping<String, SslContext>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration CHECK_INTERVAL = Duration.ofHours(1);
    private static final Duration RENEW_BEFORE_END = PrivateCa.LEAF_LIFE.dividedBy(3);
    private static final int MAX_OWN = 5000;

    private final Path keyFile;
    private final Path certificateFile;
    private final Set<String> names;
    private final PrivateCa ca;
    private final RouteTable table;
    private final Clock clock;
    private final ConcurrentHashMap<String, Identity> own = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RouteCertificate, Identity> brought = new ConcurrentHashMap<>();
    private final BackgroundTask renewal = new BackgroundTask("certificates", this::renewInTime);
    private volatile Identity standard;

    /** A certificate, ready for handshakes. */
    private record Identity(X509Certificate certificate, SslContext context) {}

    /**
     * @param table says which names outside the domain's certificate deserve one of their own
     * @throws IOException if {@code home} cannot be read or written
     */
    Certificates(Path home, String domain, RouteTable table, Clock clock) throws IOException {
        this.keyFile = home.resolve("tls.key");
        this.certificateFile = home.resolve("tls.crt");
        this.names = names(domain);
        this.ca = PrivateCa.loadOrCreate(home, clock);
        this.table = table;
        this.clock = clock;
        this.standard = loadOrIssue();
    }

    void start() {
        renewal.start();
    }

    @Override
    public void close() {
        renewal.close();
    }

    /** The CA's certificate in PEM, for clients to trust. */
    String caPem() {
        return ca.certificatePem();
    }

    /** Replaces the certificates that are near their end. */
    void renewIfNeeded() throws IOException {
        own.values().removeIf(identity -> isNearItsEnd(identity.certificate()));
        if (isNearItsEnd(standard.certificate())) {
            standard = issueStandard();
        }
    }

    /** Forgets the certificates of names that left the table; connections that have them go on. */
    void tableChanged() {
        own.keySet().removeIf(name -> table.name(name).filter(found -> found.spelling().equals(name)).isEmpty());
        if (!brought.isEmpty()) {
            brought.keySet().retainAll(table.routes().stream().flatMap(route -> route.certificates().stream()).collect(toSet()));
        }
    }

    @Override
    public Future<SslContext> map(@Nullable String serverName, Promise<SslContext> promise) {
        String hostname = serverName == null ? "" : serverName.toLowerCase(Locale.ROOT);
        Optional<RouteTable.Name> found = table.name(hostname);
        Optional<RouteCertificate> theirs = found.flatMap(RouteTable.Name::certificate);
        if (found.isEmpty() || theirs.isEmpty() && isCovered(hostname)) {
            return promise.setSuccess(standard.context());
        }
        String name = found.get().spelling();
        Identity kept = theirs.isPresent() ? brought.get(theirs.get()) : own.get(name);
        if (kept != null) {
            return promise.setSuccess(kept.context());
        }
        // Reading a key, making one and signing take milliseconds, which an event loop does not have.
        Thread.ofVirtual().name("certificate").start(() -> {
            try {
                promise.setSuccess(theirs.map(one -> brought.computeIfAbsent(one, this::take)).orElseGet(() -> own(name)).context());
            } catch (RuntimeException e) {
                promise.setFailure(e);
            }
        });
        return promise;
    }

    private Identity own(String name) {
        Identity kept = own.get(name);
        if (kept != null || own.size() >= MAX_OWN) {
            return kept == null ? standard : kept;
        }
        return own.computeIfAbsent(name, key -> issue(List.of(key)));
    }

    /** The control plane has checked it; should it be unusable all the same, an own certificate is better than none. */
    private Identity take(RouteCertificate certificate) {
        try {
            return identity(KeyAndCertificates.of(certificate));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("cannot use the certificate brought for {}: {}", certificate.hostnames(), e.toString());
            return issue(certificate.hostnames());
        }
    }

    private void renewInTime() throws InterruptedException {
        while (true) {
            Thread.sleep(CHECK_INTERVAL);
            try {
                renewIfNeeded();
            } catch (IOException e) {
                LOG.warn("cannot renew the TLS certificate {}: {}; trying again in an hour",
                        certificateFile, e.toString());
            }
        }
    }

    private Identity loadOrIssue() throws IOException {
        if (Files.exists(certificateFile)) {
            try {
                KeyAndCertificates stored = KeyAndCertificates.read(keyFile, certificateFile);
                if (isUsable(stored.certificate())) {
                    return identity(stored);
                }
            } catch (IOException e) {
                LOG.warn("replacing the TLS certificate: {}", e.getMessage());
            }
        }
        return issueStandard();
    }

    private Identity issueStandard() throws IOException {
        KeyAndCertificates issued = ca.issue(names);
        issued.write(keyFile, certificateFile);
        LOG.info("new TLS certificate for {} until {}", names, issued.certificate().getNotAfter().toInstant());
        return identity(issued);
    }

    private Identity issue(Collection<String> hostnames) {
        try {
            return identity(ca.issue(hostnames));
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS with the certificate for " + hostnames, e);
        }
    }

    private boolean isUsable(X509Certificate certificate) {
        return !isNearItsEnd(certificate) && ca.issued(certificate) && namesOf(certificate).containsAll(names);
    }

    private boolean isNearItsEnd(X509Certificate certificate) {
        return clock.instant().plus(RENEW_BEFORE_END).isAfter(certificate.getNotAfter().toInstant());
    }

    // Clients accept a wildcard for exactly one label, and none directly under a top-level name such as localhost.
    private boolean isCovered(String name) {
        int dot = name.indexOf('.');
        return names.contains(name)
                || dot > 0 && name.indexOf('.', dot + 1) > 0 && names.contains("*" + name.substring(dot));
    }

    private static Set<String> names(String domain) {
        Set<String> names = new LinkedHashSet<>();
        names.add(domain.toLowerCase(Locale.ROOT));
        names.add("*." + domain.toLowerCase(Locale.ROOT));
        names.addAll(HostRouting.controlPlaneNames(domain));
        names.addAll(List.of("localhost", "*.localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        return names;
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        Set<String> found = new HashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(alternative -> found.add(String.valueOf(alternative.get(1))));
            }
        } catch (CertificateParsingException e) {
            LOG.debug("a certificate without readable names", e);
        }
        return found;
    }

    private static Identity identity(KeyAndCertificates material) throws SSLException {
        SslContext context = SslContextBuilder.forServer(material.key(), material.certificates())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
        return new Identity(material.certificate(), context);
    }
}
