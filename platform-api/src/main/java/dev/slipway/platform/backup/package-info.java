/**
 * Backups of databases, by hand and every night, restores of them, and copies from one database to another.
 * Start reading at {@link dev.slipway.platform.backup.Transfers}, and at {@code TransferWork} for what happens in one.
 * Must not know how a database is made.
 */
@NullMarked
package dev.slipway.platform.backup;

import org.jspecify.annotations.NullMarked;
