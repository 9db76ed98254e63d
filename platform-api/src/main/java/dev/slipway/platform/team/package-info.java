/**
 * Teams: accounts that own apps together.
 * Start reading at {@link dev.slipway.platform.team.Teams}.
 * Must not know apps.
 */
@NullMarked
package dev.slipway.platform.team;

import org.jspecify.annotations.NullMarked;
