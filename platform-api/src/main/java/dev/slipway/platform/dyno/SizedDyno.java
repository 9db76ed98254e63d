package dev.slipway.platform.dyno;

import dev.slipway.platform.formation.DynoSize;
import dev.slipway.runtime.Dyno;

/** A dyno and how big it is. */
public record SizedDyno(Dyno dyno, DynoSize size) {}
