package dev.slipway.gitreceiver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to a git address asks for.
 *
 * @param repository the name in front of {@code .git}; untrusted, may have any shape
 */
record GitRequest(String repository, Operation operation) {

    enum Operation { ADVERTISE_FOR_PUSH, ADVERTISE_FOR_FETCH, PUSH, FETCH, UNKNOWN }

    /** A smart HTTP path below any folder, as in the mistyped {@code /owner/shop.git/info/refs}. */
    private static final Pattern SMART =
            Pattern.compile("/(?<name>.+)\\.git/(?<action>info/refs|git-receive-pack|git-upload-pack)");
    private static final Pattern TOP_LEVEL = Pattern.compile("/(?<name>[^/]+)\\.git(?:/.*)?");

    /** Empty when the path is no git address. */
    static Optional<GitRequest> parse(HttpServletRequest http) {
        // The container decoded and normalised these two; only their sum is the path, whatever servlet is mapped where.
        String path = http.getServletPath() + (http.getPathInfo() == null ? "" : http.getPathInfo());
        Matcher smart = SMART.matcher(path);
        if (smart.matches()) {
            return Optional.of(new GitRequest(smart.group("name"), operation(smart.group("action"), http)));
        }
        Matcher topLevel = TOP_LEVEL.matcher(path);
        return topLevel.matches()
                ? Optional.of(new GitRequest(topLevel.group("name"), Operation.UNKNOWN))
                : Optional.empty();
    }

    private static Operation operation(String action, HttpServletRequest http) {
        return switch (http.getMethod() + " " + action) {
            case "GET info/refs" -> switch (http.getParameter("service")) {
                case "git-receive-pack" -> Operation.ADVERTISE_FOR_PUSH;
                case "git-upload-pack" -> Operation.ADVERTISE_FOR_FETCH;
                case null, default -> Operation.UNKNOWN;
            };
            case "POST git-receive-pack" -> Operation.PUSH;
            case "POST git-upload-pack" -> Operation.FETCH;
            default -> Operation.UNKNOWN;
        };
    }
}
