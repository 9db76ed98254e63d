/**
 * The words in which each route says what it requires: nothing, an account, or a permission on what the URL names.
 * Start reading at {@link dev.slipway.platform.access.Requires}.
 * Must not know accounts or apps: {@code account.GuardedParameters} does the checking, with one {@code Guard} a noun.
 */
@NullMarked
package dev.slipway.platform.access;

import org.jspecify.annotations.NullMarked;
