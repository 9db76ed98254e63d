package dev.slipway.platform.login;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.account.BrowserSessions;
import dev.slipway.platform.account.Description;
import dev.slipway.platform.account.Secret;
import dev.slipway.platform.api.RequestOrigin;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie of a {@link BrowserSession}. Over https its name begins with {@code __Host-}, so that no app on a name below ours
 * can set it.
 */
@Component
class SessionCookie {

    private static final String NAME = "slipway_session";
    /** In this order: Edge and Chrome call themselves Safari, too. */
    private static final List<String> BROWSERS = List.of("Firefox", "Edg", "OPR", "Chrome", "Safari");

    private final BrowserSessions sessions;

    SessionCookie(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    Optional<BrowserSession> session(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, name(request));
        return Optional.ofNullable(cookie).flatMap(found -> sessions.find(new Secret(found.getValue())));
    }

    /** Logs this browser in; a session that it had ends. */
    void begin(Account account, HttpServletRequest request, HttpServletResponse response) {
        end(request);
        Secret secret = sessions.begin(account, new Description(browser(request) + " at " + RequestOrigin.client(request)));
        set(secret.value(), BrowserSessions.LIFE, request, response);
    }

    /** Logs this browser out. */
    void end(HttpServletRequest request, HttpServletResponse response) {
        end(request);
        set("", Duration.ZERO, request, response);
    }

    private void end(HttpServletRequest request) {
        session(request).ifPresent(session -> sessions.end(session.account(), session.id()));
    }

    private static void set(String value, Duration life, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(name(request), value).path("/").maxAge(life)
                .httpOnly(true).sameSite("Lax").secure(https(request)).build().toString());
    }

    private static String name(HttpServletRequest request) {
        return https(request) ? "__Host-" + NAME : NAME;
    }

    private static boolean https(HttpServletRequest request) {
        return RequestOrigin.of(request).startsWith("https:");
    }

    private static String browser(HttpServletRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return agent == null ? "A browser" : BROWSERS.stream().filter(agent::contains).findFirst()
                .map(name -> name.equals("Edg") ? "Edge" : name.equals("OPR") ? "Opera" : name).orElse("A browser");
    }
}
