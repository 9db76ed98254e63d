/**
 * The dynos that run, for the API.
 * Start reading at {@code DynosController}.
 * Must not know how a release is rolled out.
 */
@NullMarked
package dev.slipway.platform.dyno;

import org.jspecify.annotations.NullMarked;
