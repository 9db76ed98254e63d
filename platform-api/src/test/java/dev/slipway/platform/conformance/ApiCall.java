package dev.slipway.platform.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request, written as {@code [NAME =] [other] METHOD PATH [BODY]}.
 *
 * @param name   what the answer is called afterwards; empty for none
 * @param actor  {@code other} for the second account, {@code admin} for the first administrator; empty for the user
 * @param method {@code VISIT} requests a path of an app instead, as a browser does; {@code PATH} is then {@code APP/PATH}.
 *               {@code QUERY} runs SQL, the body, in the database that {@code APP/CONFIG_VAR} names
 */
record ApiCall(String name, String actor, String method, String path, String body) {

    private static final Pattern SYNTAX =
            Pattern.compile("(?:(\\w+) = )?(?:(other|admin) )?(GET|POST|PUT|PATCH|DELETE|VISIT|QUERY) (\\S+)(?: (.*))?", Pattern.DOTALL);

    static ApiCall parse(String text) {
        Matcher call = SYNTAX.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("not a request: " + text);
        }
        return new ApiCall(orEmpty(call.group(1)), orEmpty(call.group(2)), call.group(3), call.group(4), orEmpty(call.group(5)));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
