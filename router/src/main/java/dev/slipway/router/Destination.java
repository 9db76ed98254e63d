package dev.slipway.router;

import io.netty.handler.codec.http.FullHttpResponse;
import org.jspecify.annotations.Nullable;

/** Where a request goes. */
sealed interface Destination {

    /** To a dyno of the app. */
    record App(Route route, Attempts attempts) implements Destination {}

    /** To the control plane. */
    record ControlPlane(Attempts attempts) implements Destination {}

    /** The router's own answer; {@code route} is null if the request belongs to no app. */
    record Page(RouterError error, @Nullable Route route) implements Destination {}

    /** The router's own answer to a question about the router. */
    record Own(FullHttpResponse response) implements Destination {}
}
