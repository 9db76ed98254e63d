/**
 * How many dynos of which process type an app wants.
 * Start reading at {@link dev.slipway.platform.formation.Formations}.
 * Must not know dynos: whoever launches them implements {@link dev.slipway.platform.formation.FormationChanges}.
 */
@NullMarked
package dev.slipway.platform.formation;

import org.jspecify.annotations.NullMarked;
