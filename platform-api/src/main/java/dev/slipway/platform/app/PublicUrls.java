package dev.slipway.platform.app;

/**
 * The addresses under which users reach this installation.
 *
 * @param domain apps live below it
 * @param scheme {@code http} or {@code https} for the URLs that are shown; both work
 * @param port   the port that users type
 */
public record PublicUrls(String domain, String scheme, int port) {

    /** The hostname of an app, for example {@code hello.localhost}. */
    public String hostname(AppName app) {
        return app + "." + domain;
    }

    /** Where the app answers, with a slash at the end. */
    public String web(AppName app) {
        return scheme + "://" + hostname(app) + portSuffix(scheme) + "/";
    }

    /** Where the platform itself answers, without a slash at the end. */
    public String platform() {
        return scheme + "://" + domain + portSuffix(scheme);
    }

    /** Where the app's repository takes pushes; always https, as the CLI makes it. */
    public String git(AppName app) {
        return "https://" + domain + portSuffix("https") + "/" + app + ".git";
    }

    private String portSuffix(String ofScheme) {
        return port == 80 || port == 443 && ofScheme.equals("https") ? "" : ":" + port;
    }
}
