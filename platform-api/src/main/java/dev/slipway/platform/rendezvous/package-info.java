/**
 * Where the client of a one-off dyno meets its process: a secret URL, and the connection that comes with it.
 * Start reading at {@link dev.slipway.platform.rendezvous.Rendezvous}.
 * Must not know apps, releases or dynos: it gets a session to connect a client with.
 */
@NullMarked
package dev.slipway.platform.rendezvous;

import org.jspecify.annotations.NullMarked;
