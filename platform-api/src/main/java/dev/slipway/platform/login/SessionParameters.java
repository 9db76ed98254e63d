package dev.slipway.platform.login;

import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.page.LoginNeededException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Fills a page method's {@link BrowserSession} parameter with the one of this browser, or sends it to the login; an
 * {@code Optional} one is empty instead.
 */
@Component
public class SessionParameters implements HandlerMethodArgumentResolver {

    private final SessionCookie cookie;

    SessionParameters(SessionCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType() == BrowserSession.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
                                  NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
        Optional<BrowserSession> session = http == null ? Optional.empty() : cookie.session(http);
        return parameter.getParameterType() == Optional.class ? session : session.orElseThrow(LoginNeededException::new);
    }
}
