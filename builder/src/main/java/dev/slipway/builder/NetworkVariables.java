package dev.slipway.builder;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a restricted network asks of everyone who downloads: its proxies and package mirrors, as the platform's own
 * environment names them.
 *
 * @param values variable name to value
 */
record NetworkVariables(Map<String, String> values) {

    private static final Set<String> NAMES = Set.of(
            "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
            "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_TRUSTED_HOST", "UV_DEFAULT_INDEX", "MAVEN_SETTINGS_URL");

    static NetworkVariables of(Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>(environment);
        values.keySet().retainAll(NAMES);
        return new NetworkVariables(values);
    }
}
