/**
 * Where the platform may connect to when a user names the destination, and how it does so.
 * Start reading at {@link dev.slipway.platform.net.OutboundAddresses}.
 * Must not know what is sent there.
 */
@NullMarked
package dev.slipway.platform.net;

import org.jspecify.annotations.NullMarked;
