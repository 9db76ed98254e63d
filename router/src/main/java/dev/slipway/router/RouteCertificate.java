package dev.slipway.router;

import java.util.Set;

/**
 * A certificate that an app's owner brought, for some of the hostnames of the app's route.
 *
 * @param hostnames those it is served for, each spelled as in its {@link Route}
 * @param chain     PEM, the certificate of {@code key} first, then its issuers
 * @param key       PEM, PKCS #8, not encrypted
 */
public record RouteCertificate(Set<String> hostnames, String chain, String key) {

    public RouteCertificate {
        hostnames = Set.copyOf(hostnames);
    }

    /** Without the key, which belongs into no log. */
    @Override
    public String toString() {
        return "RouteCertificate" + hostnames;
    }
}
