/**
 * {@code GET /schema}: the API's own description, read from its routes and records.
 * Start reading at {@code ApiSchema}.
 * Must not know any resource.
 */
@NullMarked
package dev.slipway.platform.schema;

import org.jspecify.annotations.NullMarked;
