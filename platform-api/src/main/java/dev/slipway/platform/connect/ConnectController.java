package dev.slipway.platform.connect;

import dev.slipway.platform.access.Public;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code npm install -g https://SERVER/cli.tgz}. */
@Public("whoever wants to log in needs it first")
@Controller
class ConnectController {

    private final CliPackage cli;

    ConnectController(CliPackage cli) {
        this.cli = cli;
    }

    @GetMapping("/cli.tgz")
    ResponseEntity<byte[]> cli() {
        return ResponseEntity.ok().header("Content-Type", "application/gzip").body(cli.tarball());
    }
}
