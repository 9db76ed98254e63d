package dev.slipway.platform.schema;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * One method on one path of the API.
 *
 * @param path with variables in braces
 */
record Route(String method, String path, HandlerMethod handler) {

    private static final String OURS = "dev.slipway.platform";
    /** The routers' door is not part of the API. */
    private static final String INTERNAL = "/internal/";

    /** Every route of the API, by path and method. */
    static List<Route> all(RequestMappingHandlerMapping mapping) {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith(OURS))
                .flatMap(entry -> paths(entry.getKey()).stream().flatMap(path -> entry.getKey().getMethodsCondition().getMethods()
                        .stream().map(method -> new Route(method.name(), path, entry.getValue()))))
                .filter(route -> !route.path().startsWith(INTERNAL))
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method)).toList();
    }

    private static Set<String> paths(RequestMappingInfo info) {
        return info.getPatternValues();
    }

    /** What it answers, without a list around it or an envelope of Spring's. */
    Type answer() {
        Type type = unwrapped(returned());
        return isList() && type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
    }

    /** Whether it answers a list. */
    boolean isList() {
        return unwrapped(returned()) instanceof ParameterizedType type && type.getRawType() instanceof Class<?> raw
                && Collection.class.isAssignableFrom(raw);
    }

    /** The type of the request's body; empty when it takes none. */
    Optional<AnnotatedType> body() {
        return Arrays.stream(handler.getMethod().getParameters()).filter(one -> one.isAnnotationPresent(RequestBody.class))
                .map(one -> one.getAnnotatedType()).findFirst();
    }

    /** The last word of the path that is no variable, in the singular. */
    String noun() {
        String word = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty() && !part.contains("{")).reduce((_, last) -> last)
                .orElse("root");
        return word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
    }

    /** JSON hyper-schema's relation of the link to its object. */
    String relation() {
        return switch (method) {
            case "GET" -> isList() ? "instances" : "self";
            case "POST" -> "create";
            case "DELETE" -> "destroy";
            default -> "update";
        };
    }

    /** For people. */
    String title() {
        return switch (method) {
            case "GET" -> isList() ? "List" : "Info";
            case "POST" -> "Create";
            case "DELETE" -> "Delete";
            default -> "Update";
        };
    }

    private Type returned() {
        return handler.getMethod().getGenericReturnType();
    }

    private static Type unwrapped(Type type) {
        return type instanceof ParameterizedType envelope && envelope.getRawType() instanceof Class<?> raw
                && HttpEntity.class.isAssignableFrom(raw) ? envelope.getActualTypeArguments()[0] : type;
    }
}
