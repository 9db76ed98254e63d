/**
 * Add-ons: none so far, and a catalogue that says so.
 * Start reading at {@code AddonCatalogController}.
 * Must not know how an add-on runs.
 */
@NullMarked
package dev.slipway.platform.addon;

import org.jspecify.annotations.NullMarked;
