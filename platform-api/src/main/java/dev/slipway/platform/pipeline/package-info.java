/**
 * Pipelines: apps in stages, and the promotion of a slug from one to the next.
 * Start reading at {@code Pipelines}, then {@code Promotions}.
 * Must not know how a release is rolled out.
 */
@NullMarked
package dev.slipway.platform.pipeline;

import org.jspecify.annotations.NullMarked;
