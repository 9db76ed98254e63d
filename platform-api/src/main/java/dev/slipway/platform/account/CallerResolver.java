package dev.slipway.platform.account;

import dev.slipway.platform.api.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Fills a controller method's {@link Account} parameter with the caller, or ends the request with 401.
 * A method without that parameter is public.
 */
@Component
public class CallerResolver implements HandlerMethodArgumentResolver {

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
        Credentials credentials = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        return authorizations.accountOf(credentials.password())
                .orElseThrow(() -> ApiException.unauthorized("Invalid credentials provided. Log in with: heroku login -i"));
    }
}
