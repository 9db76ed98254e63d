/**
 * The sentence push, build, release, launch, route; and what keeps it true afterwards.
 * Start reading at {@code GitPushPipeline}, then {@code Rollout}.
 * The only package that knows all the others.
 */
@NullMarked
package dev.slipway.platform.deploy;

import org.jspecify.annotations.NullMarked;
