/**
 * Takes a request in by hostname and streams a dyno's response out; HTTP and HTTPS on one port.
 * Start reading at {@link dev.slipway.router.RouterMain}, then {@code RouterPipeline}.
 * Must not know apps beyond the names in a {@link dev.slipway.router.Route}, and must go on without the control plane.
 */
@NullMarked
package dev.slipway.router;

import org.jspecify.annotations.NullMarked;
