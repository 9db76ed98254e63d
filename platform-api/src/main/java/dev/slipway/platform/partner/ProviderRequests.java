package dev.slipway.platform.partner;

import dev.slipway.platform.account.Credentials;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Brings what providers ask of {@code /addons/:id/…} to {@link ProviderController}: the same address is for users, too, who
 * have tokens of another kind. Elsewhere a provider's token is no token.
 */
@Component
class ProviderRequests extends OncePerRequestFilter {

    static final String PREFIX = "/partner";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/addons/")
                || !Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION)).password().startsWith(Grants.PREFIX);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.getRequestDispatcher(PREFIX + request.getRequestURI()).forward(request, response);
    }
}
