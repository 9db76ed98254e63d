/**
 * Add-ons: the catalogue of services, the add-ons that apps have of them, and the config vars that come of it.
 * Start reading at {@link dev.slipway.platform.addon.Addons}; whoever makes add-ons of a kind implements
 * {@link dev.slipway.platform.addon.AddonDriver}.
 * Must not know how an add-on runs.
 */
@NullMarked
package dev.slipway.platform.addon;

import org.jspecify.annotations.NullMarked;
