/**
 * The SSH public keys of accounts: kept and shown, though git is served over HTTPS only.
 * Start reading at {@code SshPublicKey}.
 * Must not know apps.
 */
@NullMarked
package dev.slipway.platform.key;

import org.jspecify.annotations.NullMarked;
