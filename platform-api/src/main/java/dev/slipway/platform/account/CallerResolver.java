package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
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

/**
 * Fills a controller method's {@link Account} parameter with the caller, or ends the request with 401.
 * A method without that parameter is public.
 */
@Component
public class CallerResolver implements HandlerMethodArgumentResolver {

    private static final String CALLER = CallerResolver.class.getName();

    private final Authorizations authorizations;

    CallerResolver(Authorizations authorizations) {
        this.authorizations = authorizations;
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
     * Who calls; looked up once a request.
     *
     * @throws ApiException 401 without valid credentials
     */
    public Account caller(NativeWebRequest request) {
        if (request.getAttribute(CALLER, RequestAttributes.SCOPE_REQUEST) instanceof Account known) {
            return known;
        }
        Credentials credentials = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        Account caller = authorizations.accountOf(credentials.password())
                .orElseThrow(() -> ApiException.unauthorized("Invalid credentials provided. Log in with: heroku login -i"));
        request.setAttribute(CALLER, caller, RequestAttributes.SCOPE_REQUEST);
        return caller;
    }
}
