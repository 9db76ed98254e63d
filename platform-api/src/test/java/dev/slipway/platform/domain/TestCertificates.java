package dev.slipway.platform.domain;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates as people get them from an authority of their own. */
public final class TestCertificates {

    /** A certificate with its key, both in PEM. */
    public record Issued(String certificate, String key, KeyPair keys, X509Certificate x509) {}

    private TestCertificates() {}

    /** A self-signed one for these names, valid from yesterday for a month. */
    public static Issued selfSigned(String... names) throws Exception {
        return issue("EC", 256, Instant.now().minus(Duration.ofDays(1)), null, names);
    }

    static Issued issuedBy(Issued issuer, String... names) throws Exception {
        return issue("EC", 256, Instant.now().minus(Duration.ofDays(1)), issuer, names);
    }

    static Issued issue(String algorithm, int bits, Instant from, Issued issuer, String... names) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        KeyPair keys = generator.generateKeyPair();
        X500Principal subject = new X500Principal("CN=" + names[0] + ", O=Example");
        KeyPair signer = issuer == null ? keys : issuer.keys();
        var builder = new JcaX509v3CertificateBuilder(issuer == null ? subject : issuer.x509().getSubjectX500Principal(),
                new BigInteger(64, new SecureRandom()), Date.from(from), Date.from(from.plus(Duration.ofDays(30))), subject,
                keys.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(Arrays.stream(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name)).toArray(GeneralName[]::new)));
        String signature = signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(
                builder.build(new JcaContentSignerBuilder(signature).build(signer.getPrivate())));
        return new Issued(CertificateChain.pem(List.of(certificate)),
                CertificateChain.pem(List.of(new JcaPKCS8Generator(keys.getPrivate(), null))), keys, certificate);
    }
}
