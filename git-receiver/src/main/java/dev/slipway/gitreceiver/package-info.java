/**
 * Takes a {@code git push} over smart HTTP and hands on one {@link dev.slipway.gitreceiver.Push}.
 * Start reading at {@link dev.slipway.gitreceiver.GitServer}.
 * Must not know what an app, a build or a release is: whoever embeds it decides what a push means.
 */
@NullMarked
package dev.slipway.gitreceiver;

import org.jspecify.annotations.NullMarked;
