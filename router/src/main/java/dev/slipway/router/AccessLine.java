package dev.slipway.router;

import java.time.Instant;

/**
 * One line of an app's log, written by the router.
 *
 * @param app  the app's key, from {@link Route#app()}
 * @param at   when the request ended
 * @param text {@code at=info method=GET path="/" host=… status=200 …} in Heroku's order
 */
public record AccessLine(String app, Instant at, String text) {}
