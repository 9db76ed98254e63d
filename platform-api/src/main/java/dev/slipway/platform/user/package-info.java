/**
 * What administrators do with the accounts of a school: {@code /admin/users}.
 * Start reading at {@link dev.slipway.platform.user.Users}.
 * Must not know how passwords and links are kept.
 */
@NullMarked
package dev.slipway.platform.user;

import org.jspecify.annotations.NullMarked;
