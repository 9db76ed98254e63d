package dev.slipway.router;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of this installation, made at its first start and kept for good: clients trust it by its
 * file {@code ca.crt}. ECDSA P-256.
 */
final class PrivateCa {

    static final Duration LIFE = Duration.ofDays(3652);
    // CA/Browser Forum baseline requirements: clients refuse server certificates that live longer than 398 days.
    static final Duration LEAF_LIFE = Duration.ofDays(396);
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyAndCertificates authority;
    private final Clock clock;

    private PrivateCa(KeyAndCertificates authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * Reads {@code ca.crt} and {@code ca.key}, or makes them if there is no {@code ca.crt} yet.
     *
     * @throws IOException if they cannot be read or written; an existing authority is never replaced
     */
    static PrivateCa loadOrCreate(Path home, Clock clock) throws IOException {
        Path certificate = home.resolve("ca.crt");
        Path key = home.resolve("ca.key");
        if (Files.exists(certificate)) {
            try {
                return new PrivateCa(KeyAndCertificates.read(key, certificate), clock);
            } catch (IOException e) {
                throw new IOException("cannot read the private CA: " + e.getMessage() + "; restore " + certificate + " and "
                        + key + " from a backup, or remove both to start a new CA that every client must trust anew", e);
            }
        }
        KeyAndCertificates created = selfSigned(clock);
        created.write(key, certificate);
        return new PrivateCa(created, clock);
    }

    CaCertificate forClients() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(authority.certificate().getEncoded());
            return new CaCertificate(authority.certificatePem(), HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the private CA's certificate has no SHA-256", e);
        }
    }

    X509Certificate certificate() {
        return authority.certificate();
    }

    /** A server certificate for these hostnames and IP addresses, with a new key, followed by the CA's. */
    KeyAndCertificates issue(Collection<String> names) {
        try {
            KeyPair pair = newKeyPair();
            X509v3CertificateBuilder builder = builder(
                    authority.certificate().getSubjectX500Principal(),
                    new X500Principal("CN=Slipway router"),
                    LEAF_LIFE,
                    pair.getPublic(),
                    clock);
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectKeyIdentifier, false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()))
                    .addExtension(Extension.authorityKeyIdentifier, false,
                            extensions.createAuthorityKeyIdentifier(authority.certificate()))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.stream()
                            .map(PrivateCa::generalName)
                            .toArray(GeneralName[]::new)));
            X509Certificate leaf = sign(builder, authority.key());
            return new KeyAndCertificates(pair.getPrivate(), List.of(leaf, authority.certificate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot issue a certificate for " + names, e);
        }
    }

    /** Whether this authority signed {@code certificate}. */
    boolean issued(X509Certificate certificate) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static KeyAndCertificates selfSigned(Clock clock) {
        try {
            KeyPair pair = newKeyPair();
            // The number tells two installations apart in a list of trusted authorities.
            X500Principal name = new X500Principal(
                    "CN=Slipway private CA " + Integer.toHexString(RANDOM.nextInt()) + ", O=Slipway");
            X509v3CertificateBuilder builder = builder(name, name, LIFE, pair.getPublic(), clock)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new KeyAndCertificates(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot make a private CA", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, Duration life, PublicKey key, Clock clock) {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, RANDOM).setBit(120),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(life)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static GeneralName generalName(String name) {
        boolean ip = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
        return new GeneralName(ip ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
