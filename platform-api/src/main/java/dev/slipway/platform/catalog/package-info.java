/**
 * What an installation has one of and Heroku has several: stacks and regions.
 * Start reading at {@link dev.slipway.platform.catalog.Stack}.
 * Must not know apps.
 */
@NullMarked
package dev.slipway.platform.catalog;

import org.jspecify.annotations.NullMarked;
