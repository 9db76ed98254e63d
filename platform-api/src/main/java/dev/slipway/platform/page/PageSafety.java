package dev.slipway.platform.page;

import dev.slipway.platform.api.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Keeps other sites, and the apps that live on names beside ours, from using a page in the name of who is logged in: forms
 * are taken from our own pages only, and no page appears in a frame, loads code or sends a form elsewhere.
 *
 * <p>A form is told by its {@code Origin} header, which every browser sends with a POST and no page can forge. A
 * {@code SameSite} cookie would not do: {@code evil.example.org} and {@code example.org} are the same site.
 */
@Component
public class PageSafety implements HandlerInterceptor {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        boolean page = handler instanceof HandlerMethod method
                && AnnotatedElementUtils.hasAnnotation(method.getBeanType(), Page.class);
        if (page || handler instanceof ResourceHttpRequestHandler) {
            response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            response.setHeader("X-Frame-Options", "DENY");
            response.setHeader("X-Content-Type-Options", "nosniff");
            // Not no-referrer: with it browsers hide the origin of forms, too.
            response.setHeader("Referrer-Policy", "same-origin");
        }
        if (page) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            if (!READING.contains(request.getMethod()) && !fromOurPage(request)) {
                throw ApiException.forbidden("This form was not sent from a page of this server. Open the page again and "
                        + "repeat what you did.");
            }
        }
        return true;
    }

    /** The scheme is not compared: a proxy in front of the router may have changed it. */
    private static boolean fromOurPage(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String host = request.getHeader(HttpHeaders.HOST);
        return origin != null && host != null && origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3)
                .equalsIgnoreCase(host);
    }
}
