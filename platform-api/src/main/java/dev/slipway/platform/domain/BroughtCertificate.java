package dev.slipway.platform.domain;

import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A certificate as its owner uploads it, with its key.
 *
 * @param chain the key's certificate first, and those of its issuers that came with it
 */
record BroughtCertificate(CertificateChain chain, PrivateKey key) {

    private static final int LONGEST_PEM = 64 * 1024;
    private static final int MOST_CERTIFICATES = 10;
    private static final int SHORTEST_RSA = 2048;
    // Each handshake with a longer one takes tens of milliseconds of the router's CPU.
    private static final int LONGEST_RSA = 4096;
    private static final String BEGIN = "It is the text that begins with -----BEGIN ";

    /**
     * Reads what a user uploaded. The order of the certificates does not matter; those that are no issuer of the key's
     * own are left out.
     *
     * @throws ApiException 422 if it is not PEM, does not fit together or cannot be served
     */
    static BroughtCertificate parse(String certificates, String key, Instant now) {
        if (certificates.length() > LONGEST_PEM || key.length() > LONGEST_PEM) {
            throw ApiException.invalid("Certificate and key may have " + LONGEST_PEM + " characters each.");
        }
        List<X509Certificate> found = certificates(certificates);
        PrivateKey privateKey = key(key);
        X509Certificate server = found.stream().filter(one -> fits(one.getPublicKey(), privateKey)).findFirst()
                .orElseThrow(() -> ApiException.invalid("The key is not that of the certificate. Give the key from which the "
                        + "certificate was requested."));
        CertificateChain chain = new CertificateChain(order(server, found));
        checkLife(server, now);
        if (chain.hostnames().isEmpty()) {
            throw ApiException.invalid("The certificate names no hostname. Request one for the domain's name.");
        }
        return new BroughtCertificate(chain, privateKey);
    }

    /** PKCS #8. */
    String keyPem() {
        try {
            return CertificateChain.pem(List.of(new JcaPKCS8Generator(key, null)));
        } catch (IOException e) {
            throw new IllegalStateException("A key that was read cannot be written", e);
        }
    }

    private static List<X509Certificate> certificates(String pem) {
        try {
            List<X509Certificate> found = CertificateChain.read(pem);
            if (!found.isEmpty() && found.size() <= MOST_CERTIFICATES) {
                return found;
            }
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw ApiException.invalid("The certificate cannot be read. " + BEGIN + "CERTIFICATE-----");
        }
        throw ApiException.invalid("The certificate file must hold 1 to " + MOST_CERTIFICATES + " certificates. " + BEGIN
                + "CERTIFICATE-----");
    }

    private static PrivateKey key(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                switch (object) {
                    case PEMEncryptedKeyPair _ -> throw encrypted();
                    case PKCS8EncryptedPrivateKeyInfo _ -> throw encrypted();
                    case PEMKeyPair pair -> {
                        return checked(new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
                    }
                    case PrivateKeyInfo info -> {
                        return checked(new JcaPEMKeyConverter().getPrivateKey(info));
                    }
                    default -> { }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw ApiException.invalid("The key cannot be read: it must be an RSA key, or one of the curves P-256, P-384 and "
                    + "P-521. " + BEGIN + "PRIVATE KEY-----");
        }
        throw ApiException.invalid("The key file holds no private key. " + BEGIN + "PRIVATE KEY-----");
    }

    private static ApiException encrypted() {
        return ApiException.invalid("The key is encrypted with a passphrase, which a server that starts by itself cannot "
                + "type. Decrypt it first: openssl pkey -in encrypted.key -out server.key");
    }

    private static PrivateKey checked(PrivateKey key) {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
                throw ApiException.invalid("The RSA key has " + bits + " bits; it must have " + SHORTEST_RSA + " to "
                        + LONGEST_RSA + ".");
            }
        } else if (!key.getAlgorithm().startsWith("EC")) {
            throw ApiException.invalid("The key is of the kind " + key.getAlgorithm() + "; browsers take RSA and EC keys.");
        }
        return key;
    }

    private static boolean fits(PublicKey certified, PrivateKey key) {
        if (!certified.getAlgorithm().regionMatches(0, key.getAlgorithm(), 0, 2)) {
            return false;
        }
        try {
            byte[] sample = new byte[32];
            new SecureRandom().nextBytes(sample);
            Signature signature = Signature.getInstance(key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<X509Certificate> order(X509Certificate server, List<X509Certificate> found) {
        List<X509Certificate> left = new ArrayList<>(found);
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(server);
        while (next.isPresent()) {
            X509Certificate issued = next.get();
            left.removeIf(issued::equals);
            chain.add(issued);
            next = left.stream().filter(one -> isIssuer(one, issued)).findFirst();
        }
        return chain;
    }

    private static boolean isIssuer(X509Certificate candidate, X509Certificate issued) {
        try {
            issued.verify(candidate.getPublicKey());
            return candidate.getSubjectX500Principal().equals(issued.getIssuerX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void checkLife(X509Certificate server, Instant now) {
        if (server.getNotAfter().toInstant().isBefore(now)) {
            throw ApiException.invalid("The certificate expired at " + server.getNotAfter().toInstant() + ". Renew it first.");
        }
        if (server.getNotBefore().toInstant().isAfter(now)) {
            throw ApiException.invalid("The certificate is not valid before " + server.getNotBefore().toInstant() + ".");
        }
    }

    /** Without the key, which belongs into no log. */
    @Override
    public String toString() {
        return "BroughtCertificate" + chain.hostnames();
    }
}
