/**
 * One {@code @Configuration} per library, and the settings that fill its settings record.
 * Must not decide anything.
 */
@NullMarked
package dev.slipway.platform.wiring;

import org.jspecify.annotations.NullMarked;
