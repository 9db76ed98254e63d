/**
 * The apps that a user marked as favourites.
 * Start reading at {@code FavoritesController}.
 * Must not know what an app is made of.
 */
@NullMarked
package dev.slipway.platform.favorite;

import org.jspecify.annotations.NullMarked;
