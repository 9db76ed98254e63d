/**
 * Config vars, encrypted at rest.
 * Start reading at {@link dev.slipway.platform.configvar.ConfigVars}.
 * Must not know releases: whoever makes one of a change implements {@link dev.slipway.platform.configvar.ConfigChanges}.
 */
@NullMarked
package dev.slipway.platform.configvar;

import org.jspecify.annotations.NullMarked;
