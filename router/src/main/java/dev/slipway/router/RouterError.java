package dev.slipway.router;

/**
 * Why the router answers, or closes, instead of an upstream. Constants named {@code H…} are Heroku's codes, with
 * Heroku's status and description.
 *
 * @see <a href="https://devcenter.heroku.com/articles/error-codes">Heroku error codes</a>
 */
enum RouterError {
    H10(503, "error", "App crashed"),
    H12(503, "error", "Request timeout"),
    H13(503, "error", "Connection closed without response"),
    H14(503, "error", "No web processes running"),
    H15(503, "error", "Idle connection"),
    H17(503, "error", "Poorly formatted HTTP response"),
    H18(503, "error", "Server Request Interrupted"),
    H19(503, "error", "Backend connection timeout"),
    H21(503, "error", "Backend connection refused"),
    H26(400, "error", "Request Error"),
    H27(499, "warning", "Client Request Interrupted"),
    H28(499, "warning", "Client Connection Idle"),
    H80(503, "info", "Maintenance mode"),
    H99(500, "error", "Platform error"),
    /** The app has no release yet. */
    NO_RELEASE(200, "info", "Welcome to your new app!"),
    /** No route has this hostname. */
    NO_APP(404, "info", "There is no app here"),
    /** The control plane cannot be reached. */
    CONTROL_PLANE_AWAY(503, "error", "The control plane is not answering");

    private final int status;
    private final String level;
    private final String description;

    RouterError(int status, String level, String description) {
        this.status = status;
        this.level = level;
        this.description = description;
    }

    int status() {
        return status;
    }

    /** {@code error}, {@code warning} or {@code info}, as the access line's {@code at=} says. */
    String level() {
        return level;
    }

    /** The access line's {@code desc=}, and a page's heading. */
    String description() {
        return description;
    }

    /** Whether this is one of Heroku's codes, which access lines and pages then show. */
    boolean hasCode() {
        return name().startsWith("H");
    }

    /** What to show for a route that is not to be proxied. */
    static RouterError of(Route.Status status) {
        return switch (status) {
            case NO_RELEASE -> NO_RELEASE;
            // A serving route without a dyno is one whose dynos went away between two updates.
            case SERVING, NO_WEB_DYNOS -> H14;
            case CRASHED -> H10;
            case MAINTENANCE -> H80;
        };
    }
}
