package dev.slipway.platform.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Translates exceptions into Heroku's error bodies, once, at the edge. */
@RestControllerAdvice
class ApiErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler
    ResponseEntity<Map<String, String>> expected(ApiException e) {
        ResponseEntity<Map<String, String>> answer = answer(e.status(), e.id(), e.getMessage(), e.resource());
        return e.retryAfter().isZero() ? answer : ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfter().toSeconds() + 1))
                .body(answer.getBody());
    }

    @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
    ResponseEntity<Map<String, String>> unknownEndpoint(HttpServletRequest request) {
        return expected(NotHere.at(request.getRequestURI()).orElseGet(() -> ApiException.notFound("", "Slipway has no endpoint "
                + request.getMethod() + " " + request.getRequestURI() + ". If a Heroku CLI command led here, that command is "
                + "not supported.")));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> unreadable(HttpMessageNotReadableException e) {
        return answer(400, "bad_request", "The request body is not the JSON that this endpoint takes. "
                + "Check it against the API's schema.", "");
    }

    @ExceptionHandler({ServletRequestBindingException.class, MethodArgumentTypeMismatchException.class,
            HttpMediaTypeException.class})
    ResponseEntity<Map<String, String>> malformed(Exception e) {
        return answer(400, "bad_request", "A parameter of the request is missing or malformed.", "");
    }

    /** Tomcat reads forms itself, and says so when one is broken or longer than it takes. */
    @ExceptionHandler
    ResponseEntity<Map<String, String>> malformedForm(InvalidParameterException e) {
        return e.getErrorCode() == 413 ? answer(413, "request_too_large", "The form is too large.", "") : malformed(e);
    }

    /** A client that hangs up is not an error. */
    @ExceptionHandler
    void hungUp(AsyncRequestNotUsableException e) {
        LOG.debug("client went away: {}", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> unexpected(Exception e, HttpServletRequest request) {
        String requestId = RequestIds.of(request);
        // The pattern, since the path of some requests is a secret.
        LOG.error("{} {} failed, request_id={}", request.getMethod(),
                request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE), requestId, e);
        return answer(500, "internal_server_error", "Slipway failed to answer this request. Try again; if it happens "
                + "again, give your administrator the request id " + requestId + ".", "");
    }

    private static ResponseEntity<Map<String, String>> answer(int status, String id, String message, String resource) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("message", message);
        if (!resource.isEmpty()) {
            body.put("resource", resource);
        }
        var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (status == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Slipway\"");
        }
        return answer.body(body);
    }
}
