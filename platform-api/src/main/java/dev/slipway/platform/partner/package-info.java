/**
 * Add-ons that others run: providers that speak Heroku's Add-on Partner API, version 3.
 * Start reading at {@code PartnerDriver}; what providers ask of Slipway is at {@code ProviderController}.
 * Must not know any provider by name.
 */
@NullMarked
package dev.slipway.platform.partner;

import org.jspecify.annotations.NullMarked;
