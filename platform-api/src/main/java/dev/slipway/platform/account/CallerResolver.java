package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Fills a controller method's {@link Account} parameter with the caller, or ends the request with 401.
 * A method without that parameter is public.
 */
@Component
public class CallerResolver implements HandlerMethodArgumentResolver {

    private static final String CALLER = CallerResolver.class.getName();

    private static final String CALLS_LEFT = "RateLimit-Remaining";

    private final Authorizations authorizations;
    private final CallLimit calls;

    CallerResolver(Authorizations authorizations, CallLimit calls) {
        this.authorizations = authorizations;
        this.calls = calls;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Account.class;
    }

    @Override
    public Account resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
                                   NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        return caller(request);
    }

    /** Who the request that this thread answers is from; empty outside of requests, and where nobody asked. */
    public static Optional<Account> current() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request != null && request.getAttribute(CALLER, RequestAttributes.SCOPE_REQUEST) instanceof Account caller
                ? Optional.of(caller) : Optional.empty();
    }

    /**
     * Who calls; looked up, and counted, once a request.
     *
     * @throws ApiException 401 without valid credentials, 429 after too many calls, 403 if the token's scope does not allow it
     */
    public Account caller(NativeWebRequest request) {
        if (request.getAttribute(CALLER, RequestAttributes.SCOPE_REQUEST) instanceof Account known) {
            return known;
        }
        Credentials credentials = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        Caller caller = authorizations.callerOf(credentials.password())
                .orElseThrow(() -> ApiException.unauthorized("Invalid credentials provided. Log in with: heroku login"));
        count(caller.account(), request);
        check(caller.scopes(), request);
        request.setAttribute(CALLER, caller.account(), RequestAttributes.SCOPE_REQUEST);
        return caller.account();
    }

    private void count(Account caller, NativeWebRequest request) {
        HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
        if (response != null) {
            response.setIntHeader(CALLS_LEFT, 0);
            response.setIntHeader(CALLS_LEFT, calls.take(caller));
        }
    }

    private static void check(Scopes scopes, NativeWebRequest request) {
        HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (http == null || route == null || !scopes.allow(http.getMethod(), route.toString())) {
            throw ApiException.forbidden("The token in use does not allow this: its scope is " + scopes
                    + ". Make one that does with: heroku authorizations:create -s SCOPE");
        }
    }
}
