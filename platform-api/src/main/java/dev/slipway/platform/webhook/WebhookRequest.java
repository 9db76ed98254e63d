package dev.slipway.platform.webhook;

import dev.slipway.platform.api.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a user wants a webhook to be; null where they did not say. Each part is checked when it is asked for. */
record WebhookRequest(@Nullable List<@Nullable String> include, @Nullable String level, @Nullable String url,
                      @Nullable String secret, @Nullable String authorization) {

    /** Everything Heroku has; what Slipway does not have yet does not happen. */
    private static final Set<String> RESOURCES = Set.of("api:addon-attachment", "api:addon", "api:app", "api:build",
            "api:collaborator", "api:domain", "api:dyno", "api:formation", "api:release", "api:sni-endpoint", "dyno");
    private static final int LONGEST_URL = 2000;
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{16,200}");
    private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7e]{1,1000}");

    Optional<List<String>> checkedInclude() {
        if (include == null) {
            return Optional.empty();
        }
        List<String> wanted = include.stream().map(String::valueOf).distinct().toList();
        if (wanted.isEmpty() || !RESOURCES.containsAll(wanted)) {
            throw ApiException.invalid("A webhook can be about one or more of "
                    + String.join(", ", RESOURCES.stream().sorted().toList()) + ".");
        }
        return Optional.of(wanted);
    }

    Optional<Webhook.Level> checkedLevel() {
        return Optional.ofNullable(level).map(Webhook.Level::parse);
    }

    Optional<URI> checkedUrl() {
        if (url == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            if (url.length() <= LONGEST_URL && uri.getHost() != null && uri.getRawFragment() == null
                    && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                if (uri.getRawUserInfo() != null) {
                    throw ApiException.invalid("The URL must not contain a user or password. Send them as the header that "
                            + "--authorization sets.");
                }
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Answered below.
        }
        throw ApiException.invalid("The URL must begin with http:// or https://, followed by a hostname, and have at most "
                + LONGEST_URL + " characters.");
    }

    Optional<String> checkedSecret() {
        if (secret != null && !SECRET.matcher(secret).matches()) {
            throw ApiException.invalid("The secret must have 16 to 200 letters, digits or punctuation marks. Without "
                    + "one Slipway makes it up.");
        }
        return Optional.ofNullable(secret);
    }

    Optional<String> checkedAuthorization() {
        if (authorization != null && !HEADER.matcher(authorization).matches()) {
            throw ApiException.invalid("The authorization must be 1 to 1000 printable ASCII characters.");
        }
        return Optional.ofNullable(authorization);
    }

    /** Without secrets, which belong into no log. */
    @Override
    public String toString() {
        return "WebhookRequest[" + url + "]";
    }
}
