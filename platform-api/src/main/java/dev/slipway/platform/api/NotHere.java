package dev.slipway.platform.api;

import java.util.List;
import java.util.Optional;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Heroku's endpoints that Slipway knows and does not have, with a sentence each for whom a CLI command led there. Looked at
 * only when no controller answers, so a real endpoint wins by being there.
 */
final class NotHere {

    private static final String ADD_ONS = "Slipway does not have this of Heroku's add-ons. See what there is with: heroku "
            + "help addons";
    private static final String DATABASES = "Slipway does not have this of Heroku's databases. See what it has with: heroku "
            + "help pg";
    private static final String REGISTRY = "Slipway has no container registry. Push the source instead: git push heroku main";
    private static final String REVIEW_APPS = "Slipway has no review apps. Make an app for the branch and push to it: heroku "
            + "create, git push heroku BRANCH:main";
    private static final String CI = "Slipway has no CI. Run the tests where you push from, and push when they pass.";
    private static final String TELEMETRY = "Slipway sends no telemetry. Logs go where you want with: heroku drains:add URL";
    private static final String SPACES = "Slipway has no private spaces: the whole server is yours.";
    private static final String AUTOSCALING = "Slipway does not scale by itself. Say how many dynos you want: heroku ps:scale "
            + "web=2";
    private static final String BILLING = "Slipway keeps no accounts of money or hours: nothing is billed.";
    private static final String LATEST = "Slipway lists builds and releases by app only: heroku releases -a APP";

    private static final List<Endpoint> ENDPOINTS = List.of(
            notImplemented("/addons/**", ADD_ONS),
            notImplemented("/client/v11/**", DATABASES),
            notImplemented("/postgres/v0/**", DATABASES),
            notImplemented("/redis/v0/**", DATABASES),
            notImplemented("/data/**", DATABASES),
            notImplemented("/v2/**", REGISTRY),
            notImplemented("/review-apps/**", REVIEW_APPS),
            missing("/apps/*/review-app", "review app", REVIEW_APPS),
            notImplemented("/pipelines/*/review-apps", REVIEW_APPS),
            notImplemented("/pipelines/*/review-app-config", REVIEW_APPS),
            missing("/pipelines/*/repo/**", "repository", REVIEW_APPS),
            notImplemented("/pipelines/*/stage/*/config-vars", CI),
            notImplemented("/pipelines/*/test-runs/**", CI),
            notImplemented("/test-runs/**", CI),
            notImplemented("/pipelines/*/latest-builds", LATEST),
            notImplemented("/pipelines/*/latest-deployments", LATEST),
            notImplemented("/pipelines/*/latest-releases", LATEST),
            notImplemented("/telemetry-drains/**", TELEMETRY),
            notImplemented("/apps/*/telemetry-drains", TELEMETRY),
            missing("/spaces/**", "space", SPACES),
            notImplemented("/apps/*/formation/*/monitors/**", AUTOSCALING),
            missing("/accounts/*/actions/get-quota", "quota", BILLING),
            missing("/teams/*/usage", "usage", BILLING),
            missing("/enterprise-accounts/**", "enterprise account", BILLING),
            missing("/account/invoices/**", "invoice", BILLING),
            missing("/account/credits/**", "credit", BILLING));

    private NotHere() {}

    private record Endpoint(PathPattern pattern, ApiException answer) {}

    /** What to answer at {@code path}, if anything is known about it. */
    static Optional<ApiException> at(String path) {
        PathContainer container = PathContainer.parsePath(path);
        return ENDPOINTS.stream().filter(endpoint -> endpoint.pattern().matches(container)).findFirst()
                .map(Endpoint::answer);
    }

    /** 404: where the CLI looks whether there is such a thing. */
    private static Endpoint missing(String pattern, String resource, String sentence) {
        return new Endpoint(PathPatternParser.defaultInstance.parse(pattern), ApiException.notFound(resource, sentence));
    }

    /** 501: where the CLI takes it for granted. */
    private static Endpoint notImplemented(String pattern, String sentence) {
        return new Endpoint(PathPatternParser.defaultInstance.parse(pattern), ApiException.notImplemented(sentence));
    }
}
