/**
 * Launches dynos from images, watches over them and stops them: desired formation in, healthy dynos out.
 * Start reading at {@link dev.slipway.runtime.DynoEngine}.
 * Must not know releases' history, config vars' meaning or routes; it keeps no state but what Docker's labels hold.
 */
@NullMarked
package dev.slipway.runtime;

import org.jspecify.annotations.NullMarked;
