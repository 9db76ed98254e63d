package dev.slipway.platform.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.domain.TestCertificates.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.Test;

class BroughtCertificateTests {

    private static final Instant NOW = Instant.now();
    /** As {@code openssl ecparam -genkey -name prime256v1} prints it. */
    private static final String TRADITIONAL_EC = """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIGgwVGTQUjX5ZMOMTJs1ChDOKDIZQb6G6zYT+cAkHDYpoAoGCCqGSM49
            AwEHoUQDQgAEMjTGkueRVC9adwRT12mQsr+5wZx6H34ivqQXzAqx7nh+VsyAvjHq
            uIoEJ/zxNhtCkGB8+fXzwXim1Q1VHepxTQ==
            -----END EC PRIVATE KEY-----
            """;

    @Test
    void rsaAndEcKeysAreTakenInBothOfOpensslsFormats() throws Exception {
        Issued ec = TestCertificates.selfSigned("www.example.org");
        Issued rsa = TestCertificates.issue("RSA", 2048, NOW.minusSeconds(60), null, "www.example.org");
        String traditional = CertificateChain.pem(List.of(rsa.keys().getPrivate()));

        taken(ec.certificate(), ec.key());
        taken(rsa.certificate(), rsa.key());
        taken(rsa.certificate(), "some words\n" + traditional);
        // Read, or it would be answered otherwise.
        refused(ec.certificate(), TRADITIONAL_EC, "not that of the certificate");
    }

    private static void taken(String certificate, String key) {
        BroughtCertificate brought = BroughtCertificate.parse(certificate, key, NOW);

        assertThat(brought.chain().hostnames()).containsExactly("www.example.org");
        assertThat(brought.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(brought.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void theChainIsPutInOrderAndWhatDoesNotBelongToItIsLeftOut() throws Exception {
        Issued root = TestCertificates.selfSigned("Root");
        Issued middle = TestCertificates.issuedBy(root, "Middle");
        Issued server = TestCertificates.issuedBy(middle, "www.example.org", "example.org");
        Issued stranger = TestCertificates.selfSigned("Stranger");

        BroughtCertificate brought = BroughtCertificate.parse(root.certificate() + stranger.certificate() + middle.certificate()
                + server.certificate(), server.key(), NOW);

        assertThat(brought.chain().certificates()).containsExactly(server.x509(), middle.x509(), root.x509());
        assertThat(CertificateChain.stored(brought.chain().pem())).isEqualTo(brought.chain());
        assertThat(brought.chain().isSignedByKnownAuthority()).isFalse();
        assertThat(brought.chain().isSelfSigned()).isFalse();
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        Issued one = TestCertificates.selfSigned("www.example.org");
        refused(one.certificate(), TestCertificates.selfSigned("www.example.org").key(), "not that of the certificate");
        refused(one.certificate(), TestCertificates.issue("RSA", 2048, NOW, null, "a.b").key(), "not that of the certificate");
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt() throws Exception {
        Issued issued = TestCertificates.issue("RSA", 2048, NOW.minusSeconds(60), null, "www.example.org");
        String pkcs8 = CertificateChain.pem(List.of(new JcaPKCS8Generator(issued.keys().getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider()).setPassword("secret".toCharArray()).build())));
        String traditional = CertificateChain.pem(List.of(new JcaMiscPEMGenerator(issued.keys().getPrivate(),
                new JcePEMEncryptorBuilder("AES-128-CBC").setProvider(new BouncyCastleProvider())
                        .build("secret".toCharArray()))));

        refused(issued.certificate(), pkcs8, "openssl pkey");
        refused(issued.certificate(), traditional, "openssl pkey");
    }

    @Test
    void whatBrowsersWouldNotTakeIsRefused() throws Exception {
        Issued old = TestCertificates.issue("EC", 256, NOW.minus(Duration.ofDays(31)), null, "www.example.org");
        Issued early = TestCertificates.issue("EC", 256, NOW.plus(Duration.ofDays(1)), null, "www.example.org");
        Issued weak = TestCertificates.issue("RSA", 1024, NOW.minusSeconds(60), null, "www.example.org");

        refused(old.certificate(), old.key(), "expired");
        refused(early.certificate(), early.key(), "not valid before");
        refused(weak.certificate(), weak.key(), "1024 bits");
        refused(early.certificate(), "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
                + "-----END PRIVATE KEY-----\n", "RSA and EC");
    }

    @Test
    void whatIsNoPemIsRefused() throws Exception {
        Issued issued = TestCertificates.selfSigned("www.example.org");
        String garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        String garbageKey = "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n";

        refused("", issued.key(), "BEGIN CERTIFICATE");
        refused("hello\0", issued.key(), "BEGIN CERTIFICATE");
        refused(garbage, issued.key(), "BEGIN CERTIFICATE");
        refused(issued.key(), issued.key(), "BEGIN CERTIFICATE");
        refused(issued.certificate(), "", "no private key");
        refused(issued.certificate(), issued.certificate(), "no private key");
        refused(issued.certificate(), garbageKey, "cannot be read");
        refused("x".repeat(70_000), issued.key(), "characters");
        refused(issued.certificate().repeat(11), issued.key(), "1 to 10");
    }

    private static void refused(String certificate, String key, String because) {
        assertThatThrownBy(() -> BroughtCertificate.parse(certificate, key, NOW)).isInstanceOfSatisfying(ApiException.class,
                e -> assertThat(e.status()).isEqualTo(422)).hasMessageContaining(because);
    }
}
