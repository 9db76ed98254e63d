package dev.slipway.router;

import java.util.Optional;

/** The bearer token for the control plane, asked for before each use, as it may appear or change later. */
@FunctionalInterface
interface TokenSource {

    Optional<String> token();
}
