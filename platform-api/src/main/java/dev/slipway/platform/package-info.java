/**
 * The platform: REST API, database, deploy pipeline and the wiring of the four libraries.
 * Start reading at {@link dev.slipway.platform.SlipwayApplication}, then the {@code deploy} package.
 */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
