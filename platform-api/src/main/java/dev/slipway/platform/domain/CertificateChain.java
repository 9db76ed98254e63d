package dev.slipway.platform.domain;

import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/**
 * A server's certificate and those of its issuers.
 *
 * @param certificates the server's own first, each issued by the next; at least one
 */
record CertificateChain(List<X509Certificate> certificates) {

    private static final int DNS_NAME = 2;

    CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /** Reads what {@link #pem} wrote. */
    static CertificateChain stored(String pem) {
        try {
            return new CertificateChain(read(pem));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("A stored certificate cannot be read", e);
        }
    }

    /** Every certificate in {@code pem}, in the order they come in; other blocks are skipped. */
    static List<X509Certificate> read(String pem) throws IOException, CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        }
        return certificates;
    }

    X509Certificate server() {
        return certificates.getFirst();
    }

    String pem() {
        return pem(certificates);
    }

    /** PEM of anything that has one. */
    static String pem(List<?> objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The hostnames it is for, lower case: its alternative names, or its common name where it has none of those. */
    List<String> hostnames() {
        try {
            Collection<List<?>> alternatives = server().getSubjectAlternativeNames();
            List<String> names = alternatives == null ? List.of() : alternatives.stream()
                    .filter(name -> name.getFirst().equals(DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)).toList();
            return names.isEmpty() ? commonNames() : names;
        } catch (CertificateParsingException e) {
            return commonNames();
        }
    }

    private List<String> commonNames() {
        try {
            return new LdapName(server().getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                    .map(rdn -> String.valueOf(rdn.getValue()).toLowerCase(Locale.ROOT)).toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }

    /** @throws ApiException 422 if browsers would refuse it for one of {@code wanted} */
    void checkCovers(String name, List<String> wanted) {
        List<String> mine = hostnames();
        List<String> missing = wanted.stream().filter(hostname -> mine.stream().noneMatch(one -> matches(one, hostname))).toList();
        if (!missing.isEmpty()) {
            throw ApiException.invalid("The certificate of " + name + " is for " + String.join(", ", mine) + ", not for "
                    + String.join(", ", missing) + ": browsers would refuse it there.");
        }
    }

    // RFC 6125 §6.4.3: an asterisk stands for exactly one label.
    private static boolean matches(String ofCertificate, String hostname) {
        int dot = hostname.indexOf('.');
        return ofCertificate.equals(hostname) || dot > 0 && ofCertificate.equals("*" + hostname.substring(dot));
    }

    boolean isSelfSigned() {
        return server().getSubjectX500Principal().equals(server().getIssuerX500Principal());
    }

    /** Whether clients that know the usual authorities trust it. */
    boolean isSignedByKnownAuthority() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    trust.checkServerTrusted(certificates.toArray(X509Certificate[]::new), "UNKNOWN");
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String words(X500Principal name) {
        return name.getName(X500Principal.RFC1779);
    }
}
