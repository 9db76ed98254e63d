package dev.slipway.platform.partner;

import dev.slipway.platform.addon.AddonService;
import dev.slipway.platform.addon.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How to reach a provider, and what it may do: the manifest that it would give Heroku, as the settings of a catalogue file.
 * Its addresses are an administrator's choice, so that they may lead into private networks.
 *
 * @param service      name of the add-on service
 * @param prefix       begins the names of its config vars
 * @param baseUrl      takes {@code POST}; below it are the resources
 * @param ssoUrl       takes the form that logs a user in; empty if there is nothing to see
 * @param id           by which Slipway tells the provider who it is, with {@code password}
 * @param clientSecret by which the provider tells Slipway who it is when it exchanges a grant
 * @param configVars   the config vars that it may set: whole names
 * @param region       where it is told that apps run
 */
record PartnerManifest(String service, String prefix, URI baseUrl, Optional<URI> ssoUrl, String id, String password,
                       String ssoSalt, String clientSecret, Set<String> configVars, String region) {

    private static final String USUAL_REGION = "amazon-web-services::us-east-1";

    /** @throws IllegalArgumentException listing all mistakes */
    static PartnerManifest read(AddonService service) {
        SettingsReader reader = new SettingsReader(service.settings());
        List<String> regions = reader.list("regions", region -> region);
        Set<String> configVars = new HashSet<>(reader.list("config_vars", name -> configVar(name, service.prefix())));
        if (configVars.isEmpty()) {
            reader.mistake("config_vars", "lists no config var");
        }
        URI none = URI.create("");
        URI baseUrl = reader.value("base_url", none, PartnerManifest::address);
        if (reader.at("base_url") == null) {
            reader.mistake("base_url", "is missing");
        }
        PartnerManifest manifest = new PartnerManifest(service.name(), service.prefix(), baseUrl,
                reader.value("sso_url", Optional.empty(), text -> Optional.of(address(text))),
                reader.find("id").orElse(service.name()), secret(reader, "password"), secret(reader, "sso_salt"),
                secret(reader, "client_secret"), Set.copyOf(configVars), regions.isEmpty() ? USUAL_REGION : regions.getFirst());
        reader.end();
        return manifest;
    }

    /** The address of one add-on. */
    URI resource(Object uuid) {
        return URI.create(baseUrl + "/" + uuid);
    }

    private static String configVar(String name, String prefix) {
        if (!name.matches("[A-Z][A-Z0-9_]*") || !name.startsWith(prefix + "_") || name.length() == prefix.length() + 1) {
            throw new IllegalArgumentException("must begin with " + prefix + "_, and have capital letters, digits and _ only");
        }
        return name;
    }

    private static URI address(String text) {
        URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme())) || address.getHost() == null
                || address.getQuery() != null || address.getFragment() != null || address.getUserInfo() != null) {
            throw new IllegalArgumentException("is no address like https://notepad.example.org/heroku/resources");
        }
        return address;
    }

    /** A text, or where it is: {@code env: NAME} of a variable of the platform, or {@code file: /path}. */
    private static String secret(SettingsReader reader, String field) {
        JsonNode node = reader.at(field);
        if (node != null && node.isObject()) {
            String secret = elsewhere(node);
            if (secret == null || secret.isBlank()) {
                reader.mistake(field, "names neither a variable of the platform's environment (env) nor a file that the platform can read (file)");
            }
            return secret == null ? "" : secret.strip();
        }
        return reader.text(field);
    }

    private static @Nullable String elsewhere(JsonNode node) {
        if (node.path("env").isString()) {
            return System.getenv(node.path("env").asString());
        }
        try {
            return node.path("file").isString() ? Files.readString(Path.of(node.path("file").asString())) : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "PartnerManifest[" + service + "]"; // without its secrets
    }
}
