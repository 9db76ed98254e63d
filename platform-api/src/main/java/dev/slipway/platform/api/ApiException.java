package dev.slipway.platform.api;

import java.time.Duration;

/**
 * An error for the API's caller, in Heroku's shape {@code {"id": …, "message": …}}.
 * The message is shown to people as it is: it says what happened and what to do next.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String id;
    private final String resource;

    private final Duration retryAfter;

    private ApiException(int status, String id, String message, String resource) {
        this(status, id, message, resource, Duration.ZERO);
    }

    private ApiException(int status, String id, String message, String resource, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
        this.status = status;
        this.id = id;
        this.resource = resource;
    }

    /** 404: there is no such thing, or it is not the caller's to see. */
    public static ApiException notFound(String resource) {
        return new ApiException(404, "not_found", "Couldn't find that " + resource.replace('_', '-') + ".", resource);
    }

    /** 404 with a sentence of its own. */
    public static ApiException notFound(String resource, String message) {
        return new ApiException(404, "not_found", message, resource);
    }

    /** 422: understood, but a value is not acceptable. */
    public static ApiException invalid(String message) {
        return new ApiException(422, "invalid_params", message, "");
    }

    /** 400: the request itself is malformed. */
    public static ApiException badRequest(String message) {
        return new ApiException(400, "bad_request", message, "");
    }

    /** 401: no valid credentials. Never used for missing permission, since the CLI logs in again on it. */
    public static ApiException unauthorized(String message) {
        return new ApiException(401, "unauthorized", message, "");
    }

    /** 403: the caller may see it, but not do this. */
    public static ApiException forbidden(String message) {
        return new ApiException(403, "forbidden", message, "");
    }

    /** 403: the account is kept from doing anything. Heroku's id, and not 401, since the CLI would log in again. */
    public static ApiException suspended(String message) {
        return new ApiException(403, "suspended", message, "");
    }

    /** 403 with the id that makes the CLI ask for a two-factor code and repeat the request with it. */
    public static ApiException twoFactor(String message) {
        return new ApiException(403, "two_factor", message, "");
    }

    /** 423 with the id that makes the CLI show {@code message}, ask for the app's name, and repeat the request with it. */
    public static ApiException confirmationRequired(String message) {
        return new ApiException(423, "confirmation_required", message, "");
    }

    /** 422 with the id that makes the CLI explain how to be more precise. */
    public static ApiException multipleMatches(String message) {
        return new ApiException(422, "multiple_matches", message, "");
    }

    /** 413: more than anybody needs to send. */
    public static ApiException tooLarge(String message) {
        return new ApiException(413, "request_too_large", message, "");
    }

    /** 409: not now. */
    public static ApiException conflict(String message) {
        return new ApiException(409, "conflict", message, "");
    }

    /** 503: a part that is needed does not answer at the moment. */
    public static ApiException unavailable(String message) {
        return new ApiException(503, "unavailable", message, "");
    }

    /** 429: the caller has to wait; {@code retryAfter} goes into the header of that name. */
    public static ApiException tooManyRequests(String message, Duration retryAfter) {
        return new ApiException(429, "rate_limit", message, "", retryAfter);
    }

    /** 501: Heroku has it, Slipway does not. */
    public static ApiException notImplemented(String message) {
        return new ApiException(501, "not_implemented", message, "");
    }

    /** HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** Heroku's error id, for example {@code not_found}. */
    public String id() {
        return id;
    }

    /** How long the caller should wait; zero when waiting does not help. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Kind of the thing that was not found, for example {@code app}; else empty. */
    public String resource() {
        return resource;
    }
}
