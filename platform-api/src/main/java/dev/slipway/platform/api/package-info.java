/**
 * The rules every REST resource shares: error shape, list paging, tables, request ids.
 * Start reading at {@link dev.slipway.platform.api.ApiException}.
 * Must not know any resource.
 */
@NullMarked
package dev.slipway.platform.api;

import org.jspecify.annotations.NullMarked;
