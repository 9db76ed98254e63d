package dev.slipway.platform.route;

import dev.slipway.platform.status.SystemCheck;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class RouterCheck implements SystemCheck {

    private final Routes routes;

    RouterCheck(Routes routes) {
        this.routes = routes;
    }

    @Override
    public System system() {
        return System.APPS;
    }

    @Override
    public Optional<Trouble> look() {
        return routes.connected() ? Optional.empty() : Optional.of(silence());
    }

    @Override
    public Trouble silence() {
        return new Trouble(false, "No router is connected to the platform",
                "Running apps go on serving, but new releases are not reached.");
    }
}
