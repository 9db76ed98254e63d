/**
 * Who did what to which account, when, and from where.
 * Start reading at {@link dev.slipway.platform.audit.AuditLog}.
 * Must not know what the actions are.
 */
@NullMarked
package dev.slipway.platform.audit;

import org.jspecify.annotations.NullMarked;
