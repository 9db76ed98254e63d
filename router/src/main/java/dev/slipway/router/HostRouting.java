package dev.slipway.router;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides by hostname where a request goes. */
final class HostRouting {

    private static final String HEALTH = "/.well-known/slipway/router-health";
    private static final String CA_CERTIFICATE = "/ca.crt";
    private static final int HTTP_PORT = 80;
    /** Hosts that Heroku's CLI calls whatever it is told; its traffic to them may be led here, and the API knows their paths. */
    private static final Set<String> HEROKU_NAMES = Set.of("particleboard.heroku.com", "telex.heroku.com",
            "api.metrics.heroku.com", "api.metrics.herokai.com", "pgdiagnose.herokai.com");

    private final Set<String> controlPlaneNames;
    private final Upstream controlPlane;
    private final RouteTable table;
    private final Upstreams upstreams;
    private final Timings timings;
    private final Supplier<String> caCertificate;

    HostRouting(
            RouterSettings settings,
            RouteTable table,
            Upstreams upstreams,
            Timings timings,
            Supplier<String> caCertificate) {
        this.controlPlaneNames = controlPlaneNames(settings.domain());
        this.controlPlane = upstream(settings.controlPlane());
        this.table = table;
        this.upstreams = upstreams;
        this.timings = timings;
        this.caCertificate = caCertificate;
    }

    /** The names under {@code domain} that are not an app's. */
    static Set<String> controlPlaneNames(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        return Set.copyOf(List.of("localhost", name, "api." + name, "git." + name));
    }

    Destination of(ClientRequest request) {
        if (request.refusal() != null) {
            return new Destination.Page(RouterError.H26, table.find(request.hostname()).orElse(null));
        }
        if (controlPlaneNames.contains(request.hostname()) || HEROKU_NAMES.contains(request.hostname())
                || request.authority().isIpLiteral()) {
            Destination own = own(request);
            return own != null
                    ? own
                    : new Destination.ControlPlane(
                            new ControlPlaneAttempts(controlPlane, upstreams, timings.forControlPlane()));
        }
        Optional<Route> found = table.find(request.hostname());
        if (found.isEmpty()) {
            return new Destination.Page(RouterError.NO_APP, null);
        }
        Route route = found.get();
        return route.status() == Route.Status.SERVING && !route.upstreams().isEmpty()
                ? new Destination.App(route, new AppAttempts(request.hostname(), table, upstreams, timings))
                : new Destination.Page(RouterError.of(route.status()), route);
    }

    /** Whether connections to {@code upstream} are worth keeping. */
    boolean isWanted(Upstream upstream) {
        return upstream.equals(controlPlane) || table.hasUpstream(upstream.id());
    }

    private @Nullable Destination own(ClientRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return null;
        }
        String path = request.target().split("\\?", 2)[0];
        if (path.equals(HEALTH) && request.authority().isLoopback()) {
            return new Destination.Own(Pages.ok("text/plain; charset=utf-8", "ok\n"));
        }
        return path.equals(CA_CERTIFICATE)
                ? new Destination.Own(Pages.ok("application/x-pem-file", caCertificate.get()))
                : null;
    }

    private static Upstream upstream(URI controlPlane) {
        int port = controlPlane.getPort() < 0 ? HTTP_PORT : controlPlane.getPort();
        String host = controlPlane.getHost();
        return new Upstream("control-plane", "", host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }
}
