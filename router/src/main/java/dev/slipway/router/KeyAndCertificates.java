package dev.slipway.router;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * A private key and the certificate of its public key, with the issuer's after it if there is one; PEM on disk.
 *
 * @param key          PKCS #8 on disk, readable by the owner only
 * @param certificates at least one, the key's own first
 */
record KeyAndCertificates(PrivateKey key, List<X509Certificate> certificates) {

    KeyAndCertificates {
        certificates = List.copyOf(certificates);
    }

    X509Certificate certificate() {
        return certificates.getFirst();
    }

    /** Key before certificate: a certificate on disk always has its key. */
    void write(Path keyFile, Path certificateFile) throws IOException {
        AtomicFile.write(keyFile, pem(List.of(new JcaPKCS8Generator(key, null))), AtomicFile.OWNER_ONLY);
        AtomicFile.write(certificateFile, pem(certificates), AtomicFile.READABLE);
    }

    static KeyAndCertificates read(Path keyFile, Path certificateFile) throws IOException {
        return parse(Files.readString(keyFile), keyFile.toString(), Files.readString(certificateFile),
                certificateFile.toString());
    }

    /** @throws IOException if either is not what it should be */
    static KeyAndCertificates of(RouteCertificate brought) throws IOException {
        return parse(brought.key(), "the key", brought.chain(), "the certificate");
    }

    private static KeyAndCertificates parse(String keyPem, String keyName, String certificatePem, String certificateName)
            throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : objects(certificatePem)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (CertificateException e) {
            throw new IOException(certificateName + " holds an unreadable certificate", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(certificateName + " holds no certificate");
        }
        for (Object object : objects(keyPem)) {
            if (object instanceof PrivateKeyInfo info) {
                return new KeyAndCertificates(new JcaPEMKeyConverter().getPrivateKey(info), certificates);
            }
            if (object instanceof PEMKeyPair pair) {
                return new KeyAndCertificates(
                        new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()), certificates);
            }
        }
        throw new IOException(keyName + " holds no private key");
    }

    /** The first certificate alone, in PEM. */
    String certificatePem() {
        try {
            return new String(pem(List.of(certificate())), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("a certificate cannot be written as PEM", e);
        }
    }

    private static List<Object> objects(String pem) throws IOException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object object;
            while ((object = parser.readObject()) != null) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static byte[] pem(List<?> objects) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
