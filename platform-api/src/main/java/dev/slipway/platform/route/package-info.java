/**
 * The route table and the feed that hands it to the routers.
 * Start reading at {@link dev.slipway.platform.route.Routes}.
 * Must not know releases or dynos.
 */
@NullMarked
package dev.slipway.platform.route;

import org.jspecify.annotations.NullMarked;
