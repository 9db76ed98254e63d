/**
 * Apps on their way to another owner.
 * Start reading at {@link dev.slipway.platform.transfer.AppTransfers}.
 * Must not know what an app is made of.
 */
@NullMarked
package dev.slipway.platform.transfer;

import org.jspecify.annotations.NullMarked;
