package dev.slipway.platform.partner;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a provider may export: the config vars of its manifest, with values that an environment takes. */
final class ConfigNames {

    private static final int LONGEST_VALUE = 32 << 10;

    private ConfigNames() {}

    /**
     * The parts of config vars' names that come after an attachment's name, since attachments have names of their own.
     *
     * @param config whole names, as providers write them
     * @throws IllegalArgumentException naming what the provider may not set: the end of a sentence
     */
    static Map<String, String> suffixes(PartnerManifest provider, Map<String, String> config) {
        Map<String, String> suffixes = new LinkedHashMap<>();
        config.forEach((name, value) -> {
            if (!provider.configVars().contains(name)) {
                throw new IllegalArgumentException("set a config var that its manifest does not list: "
                        + name.replaceAll("[^A-Za-z0-9_]", "?"));
            }
            if (value.length() > LONGEST_VALUE || value.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("gave " + name + " a value that is too long, or has a NUL");
            }
            suffixes.put(name.substring(provider.prefix().length() + 1), value);
        });
        return suffixes;
    }
}
