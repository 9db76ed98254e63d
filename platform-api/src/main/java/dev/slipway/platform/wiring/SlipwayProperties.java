package dev.slipway.platform.wiring;

import dev.slipway.platform.account.SignUpPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code slipway.*}, what concerns the whole installation.
 *
 * @param domain     apps live at {@code <app>.<domain>}
 * @param ports      the routers' ports; the first one stands in the URLs that are shown
 * @param home       folder for repositories, logs and the encryption key
 * @param secrets    folder of the secrets that the services share
 * @param owner      value of the label that marks what belongs to this installation on a shared Docker Engine
 * @param signUp     who may make an account for themselves, as {@link SignUpPolicy#parse} reads it
 * @param contact    whom people ask for an account
 */
@ConfigurationProperties("slipway")
record SlipwayProperties(String domain, List<Integer> ports, Path home, Path secrets, String owner,
                         String signUp, String contact) {

    SlipwayProperties {
        List<String> mistakes = new ArrayList<>();
        if (!domain.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            mistakes.add("slipway.domain must be a lower-case hostname without port, not '" + domain + "'");
        }
        if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 1 || port > 65535)) {
            mistakes.add("slipway.ports must be port numbers from 1 to 65535, separated by commas, not " + ports);
        }
        if (!home.isAbsolute() || !secrets.isAbsolute()) {
            mistakes.add("slipway.home and slipway.secrets must be absolute paths, not " + home + " and " + secrets);
        }
        try {
            SignUpPolicy.parse(signUp);
        } catch (IllegalArgumentException e) {
            mistakes.add("slipway.sign-up " + e.getMessage());
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }
}
