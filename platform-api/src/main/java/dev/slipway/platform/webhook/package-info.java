/**
 * Webhooks: what happens to an app, sent to who subscribed to it.
 * Start reading at {@link dev.slipway.platform.webhook.WebhookEvents}, then {@link dev.slipway.platform.webhook.Courier}.
 * Must not know who publishes the events.
 */
@NullMarked
package dev.slipway.platform.webhook;

import org.jspecify.annotations.NullMarked;
