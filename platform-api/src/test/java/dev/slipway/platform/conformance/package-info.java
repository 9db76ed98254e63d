/**
 * Heroku's own CLI, in the versions people have, against a real Slipway: what each command prints, what it changes, and
 * whether every answer on the way is as Heroku publishes it. Start reading at {@code HerokuCliConformanceIT}; the commands are
 * in {@code src/test/resources/conformance}.
 */
@NullMarked
package dev.slipway.platform.conformance;

import org.jspecify.annotations.NullMarked;
