package dev.slipway.platform.account;

import dev.slipway.platform.access.Administrator;
import dev.slipway.platform.api.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Fills the parameters that are marked with {@link Administrator}, or ends the request. */
@Component
public class AdministratorParameters implements HandlerMethodArgumentResolver {

    private final CallerResolver callers;
    private final OperatorToken operator;

    AdministratorParameters(CallerResolver callers, OperatorToken operator) {
        this.callers = callers;
        this.operator = operator;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(Administrator.class);
    }

    @Override
    public Account resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
                                   NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        if (operator.calls(request)) {
            return OperatorToken.OPERATOR;
        }
        Account caller = callers.caller(request);
        if (!caller.admin()) {
            throw ApiException.forbidden("Only an administrator of this Slipway may do this.");
        }
        return caller;
    }
}
