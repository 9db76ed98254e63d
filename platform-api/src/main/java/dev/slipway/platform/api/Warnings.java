package dev.slipway.platform.api;

import jakarta.servlet.http.HttpServletResponse;

/** What a user should know although the request succeeded: the CLI prints it. */
public final class Warnings {

    private Warnings() {}

    /** @param sentence in ASCII, one line */
    public static void add(HttpServletResponse response, String sentence) {
        response.addHeader("X-Heroku-Warning", sentence.replaceAll("[^\\x20-\\x7e]", "?"));
    }
}
