/**
 * Redis add-ons: a server in a container each, and the data API of the CLI's {@code redis} commands.
 * Start reading at {@code RedisDriver}.
 * Must not know other kinds of add-ons.
 */
@NullMarked
package dev.slipway.platform.redis;

import org.jspecify.annotations.NullMarked;
