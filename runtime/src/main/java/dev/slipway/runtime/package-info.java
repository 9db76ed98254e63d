/**
 * Launches dynos from images, watches over them and stops them: desired formation in, healthy dynos out.
 * Beside them it runs services, databases and the like, that stay until they are removed.
 * Start reading at {@link dev.slipway.runtime.DynoEngine}, for services at {@link dev.slipway.runtime.ServiceEngine}.
 * Must not know releases' history, config vars' meaning or routes; it keeps no state but what Docker's labels hold.
 */
@NullMarked
package dev.slipway.runtime;

import org.jspecify.annotations.NullMarked;
