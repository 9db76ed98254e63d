package dev.slipway.platform.page;

import dev.slipway.platform.api.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/** Translates exceptions into pages that people read, where a {@link Page} was asked for. */
@ControllerAdvice(annotations = Page.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    @ExceptionHandler(LoginNeededException.class)
    String login() {
        return "redirect:/login";
    }

    @ExceptionHandler
    ModelAndView expected(ApiException e, HttpServletResponse response) {
        if (e.retryAfter().isPositive()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds() + 1));
        }
        return page(HttpStatus.valueOf(e.status()), e.getMessage());
    }

    @ExceptionHandler({ServletRequestBindingException.class, MethodArgumentTypeMismatchException.class})
    ModelAndView malformed() {
        return page(HttpStatus.BAD_REQUEST, "The address or a field of the form is malformed. Go back and try again.");
    }

    /** Tomcat reads forms itself, and says so when one is broken or longer than it takes. */
    @ExceptionHandler
    ModelAndView malformedForm(InvalidParameterException e) {
        return e.getErrorCode() == HttpStatus.CONTENT_TOO_LARGE.value()
                ? page(HttpStatus.CONTENT_TOO_LARGE, "The form is too large. Go back and write less.") : malformed();
    }

    @ExceptionHandler
    ModelAndView unexpected(Exception e, HttpServletRequest request, HttpServletResponse response) {
        String requestId = response.getHeader("Request-Id");
        // The pattern, since the path of some requests is a secret.
        LOG.error("{} {} failed, request_id={}", request.getMethod(),
                request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE), requestId, e);
        return page(HttpStatus.INTERNAL_SERVER_ERROR, "Slipway failed to make this page. Try again; if it happens again, give "
                + "your administrator the request id " + requestId + ".");
    }

    private static ModelAndView page(HttpStatus status, String message) {
        return new ModelAndView("message", Map.of("title", "That did not work", "text", message), status);
    }
}
