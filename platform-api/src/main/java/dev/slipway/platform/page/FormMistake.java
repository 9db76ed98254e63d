package dev.slipway.platform.page;

import dev.slipway.platform.api.ApiException;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/** What was typed into a form cannot be taken: the form comes again, with the reason above it as {@code error}. */
public final class FormMistake {

    private FormMistake() {}

    /** @throws ApiException {@code e} itself if it is about something else, for a page of its own */
    public static void show(ApiException e, HttpServletResponse response, Model model) {
        if (e.status() != HttpStatus.UNPROCESSABLE_CONTENT.value()) {
            throw e;
        }
        response.setStatus(e.status());
        model.addAttribute("error", e.getMessage());
    }
}
