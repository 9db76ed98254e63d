/**
 * How people come to an account of theirs: the first administrator's claim, invitations, sign-up; links and pages.
 * Start reading at {@link dev.slipway.platform.invitation.Invitations}.
 * Must not know what administrators do with accounts afterwards.
 */
@NullMarked
package dev.slipway.platform.invitation;

import org.jspecify.annotations.NullMarked;
