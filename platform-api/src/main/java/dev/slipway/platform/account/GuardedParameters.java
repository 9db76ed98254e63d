package dev.slipway.platform.account;

import dev.slipway.platform.access.Requires;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Fills the parameters that are marked with {@link Requires}, or ends the request. */
@Component
public class GuardedParameters implements HandlerMethodArgumentResolver {

    private final List<Guard<?>> guards;
    private final CallerResolver callers;

    GuardedParameters(List<Guard<?>> guards, CallerResolver callers) {
        this.guards = guards;
        this.callers = callers;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(Requires.class);
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
                                  NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        Requires requires = parameter.getParameterAnnotation(Requires.class);
        if (requires == null) {
            throw new IllegalArgumentException(parameter + " is not marked");
        }
        Guard<?> guard = guards.stream().filter(one -> one.type() == parameter.getParameterType()).findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody guards " + parameter.getParameterType()));
        return guard.require(callers.caller(request), variable(request, guard.variable()), requires.value());
    }

    private static String variable(NativeWebRequest request, String name) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (variables instanceof Map<?, ?> map && map.get(name) instanceof String value) {
            return value;
        }
        throw new IllegalStateException("The URL has no {" + name + "}");
    }
}
