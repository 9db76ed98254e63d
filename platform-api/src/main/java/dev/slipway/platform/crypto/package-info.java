/**
 * Encryption at rest, with a key file outside the database.
 * Start reading at {@link dev.slipway.platform.crypto.Vault}.
 * Must not know what it encrypts.
 */
@NullMarked
package dev.slipway.platform.crypto;

import org.jspecify.annotations.NullMarked;
