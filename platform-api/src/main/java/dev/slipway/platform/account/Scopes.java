package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of one token, and the one place that says which requests they let pass.
 *
 * @param all not empty
 */
record Scopes(Set<Scope> all) {

    private static final Scopes GLOBAL = new Scopes(EnumSet.of(Scope.GLOBAL));
    private static final Set<String> READING = Set.of("GET", "HEAD");
    /** They ask, although they are posted. */
    private static final Set<String> QUESTIONS = Set.of("/filters/apps", "/actions/addons/resolve",
            "/actions/addon-attachments/resolve", "/apps/{app}/log-sessions");
    private static final Set<String> IDENTITY = Set.of("/account", "/users/~", "/account/rate-limits");
    /** Here only {@link Scope#GLOBAL} will do: else a token could make a stronger one, or change who may log in. */
    private static final List<String> ACCOUNT = List.of("/oauth/", "/account", "/users/", "/invitations", "/admin/");
    /** Config vars and credentials. */
    private static final List<String> SECRET_PREFIXES = List.of("/client/", "/postgres/", "/redis/", "/data/");

    /**
     * @param labels null means global, as on Heroku
     * @throws ApiException 422 if there is none, or one that is not known
     */
    static Scopes parse(@Nullable List<@Nullable String> labels) {
        if (labels == null) {
            return GLOBAL;
        }
        Set<Scope> found = EnumSet.noneOf(Scope.class);
        for (String label : labels) {
            found.add(Scope.find(label == null ? "" : label).orElseThrow(() -> ApiException.invalid(
                    "There is no such scope. Choose from: " + Stream.of(Scope.values()).map(Scope::label)
                            .collect(Collectors.joining(", ")) + ".")));
        }
        if (found.isEmpty()) {
            throw ApiException.invalid("The list of scopes is empty. Leave it out for a token that may do everything.");
        }
        return new Scopes(found);
    }

    /** Undoes {@link #toString}. */
    static Scopes stored(String text) {
        return parse(List.of(text.split(",")));
    }

    List<String> labels() {
        return all.stream().map(Scope::label).toList();
    }

    /** @param route pattern of the endpoint, for example {@code /apps/{app}/config-vars} */
    boolean allow(String method, String route) {
        if (all.contains(Scope.GLOBAL)) {
            return true;
        }
        boolean reading = READING.contains(method) || QUESTIONS.contains(route);
        if (IDENTITY.contains(route)) {
            return reading;
        }
        if (ACCOUNT.stream().anyMatch(route::startsWith) && !(reading && route.endsWith("/apps"))) {
            return false;
        }
        return all.stream().anyMatch(scope -> scope != Scope.IDENTITY && (reading || scope.writes())
                && (!secret(route) || scope.seesSecrets()));
    }

    /** Whether code may be pushed and images uploaded: what is not an endpoint of the API. */
    boolean allowPush() {
        return all.stream().anyMatch(Scope::writes);
    }

    private static boolean secret(String route) {
        // config-vars of apps, releases and stages, config of add-ons, and what logs in at their providers.
        return route.contains("/config") || route.endsWith("/sso") || SECRET_PREFIXES.stream().anyMatch(route::startsWith);
    }

    @Override
    public String toString() {
        return String.join(",", labels());
    }
}
