package dev.slipway.platform.invitation;

import dev.slipway.platform.api.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.ModelAndView;

/**
 * A page for people. Its URL may hold a secret, so that no cache keeps it, no other site frames it, and no link from it
 * tells where it was.
 */
final class Page {

    private Page() {}

    /** @param template below {@code templates/invitation} */
    static ModelAndView of(String template, HttpStatusCode status, Map<String, ?> model, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self';"
                + " frame-ancestors 'none'; base-uri 'none'");
        return new ModelAndView("invitation/" + template, new HashMap<>(model), status);
    }

    /** The form again, with what was typed, except for the password, and with what was wrong. */
    static ModelAndView again(String template, Map<String, String> typed, ApiException mistake, HttpServletResponse response) {
        Map<String, String> model = new HashMap<>(typed);
        model.put("mistake", mistake.getMessage());
        if (!mistake.retryAfter().isZero()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(mistake.retryAfter().toSeconds() + 1));
        }
        return of(template, HttpStatus.valueOf(mistake.status()), model, response);
    }

    /** The end of a way: a heading and a sentence. */
    static ModelAndView message(HttpStatus status, String title, String text, HttpServletResponse response) {
        return of("message", status, Map.of("title", title, "text", text), response);
    }

    /** For who has an account and a password now. */
    static ModelAndView welcome(String email, HttpServletResponse response) {
        return of("welcome", HttpStatus.OK, Map.of("email", email), response);
    }
}
