/**
 * The whole product, as its users meet it: the real Heroku CLI and git, real Docker, a platform process that can be
 * killed. Start reading at {@code GitPushIT}; {@code Installation} boots everything.
 */
@NullMarked
package dev.slipway.platform.e2e;

import org.jspecify.annotations.NullMarked;
