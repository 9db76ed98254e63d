/**
 * Custom domains of apps, and the certificates (SNI endpoints) their owners bring for them.
 * Start reading at {@link dev.slipway.platform.domain.Domains}.
 * Must not know how routers get to know of them.
 */
@NullMarked
package dev.slipway.platform.domain;

import org.jspecify.annotations.NullMarked;
