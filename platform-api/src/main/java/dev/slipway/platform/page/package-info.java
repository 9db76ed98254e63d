/**
 * What all pages for browsers share: their safety, their errors, their look ({@code templates/layout.html}, {@code static/slipway.css}).
 * Start reading at {@link dev.slipway.platform.page.Page}.
 * Must not know any page.
 */
@NullMarked
package dev.slipway.platform.page;

import org.jspecify.annotations.NullMarked;
