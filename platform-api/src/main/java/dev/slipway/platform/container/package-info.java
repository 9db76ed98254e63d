/**
 * Add-ons that are any image in a container: what to run and what to export stands in the catalogue file.
 * Start reading at {@code ContainerDriver}.
 * Must not know any service by name.
 */
@NullMarked
package dev.slipway.platform.container;

import org.jspecify.annotations.NullMarked;
