package dev.slipway.platform.connect;

import dev.slipway.platform.access.Public;
import dev.slipway.platform.api.RequestOrigin;
import dev.slipway.platform.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** Tells people how to point the Heroku CLI at this server, with the address under which they see this page. */
@Public("whoever wants to log in reads it first")
@Page
class ConnectPage {

    /** The near end of the SSH tunnel: no port that needs rights, and none that tutorials' apps listen on. */
    private static final int TUNNEL = 5080;

    /** @param fingerprint of the certificate authority, as the router says; null without a router in between */
    @GetMapping("/connect")
    String show(HttpServletRequest request, Model model,
                @RequestHeader(name = "X-Slipway-CA-Fingerprint", required = false) @Nullable String fingerprint) {
        URI server = URI.create(RequestOrigin.of(request));
        model.addAttribute("server", server.toString());
        model.addAttribute("address", server.getAuthority());
        model.addAttribute("fingerprint", fingerprint);
        model.addAttribute("tunnel", "ssh -N -L " + TUNNEL + ":localhost:" + port(server) + " YOU@" + request.getServerName());
        model.addAttribute("shells", TunnelShell.all(TUNNEL));
        return "connect";
    }

    private static int port(URI server) {
        return server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("https") ? 443 : 80;
    }
}
