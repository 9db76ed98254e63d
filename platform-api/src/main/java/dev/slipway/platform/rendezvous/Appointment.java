package dev.slipway.platform.rendezvous;

import dev.slipway.runtime.AttachOutcome;
import java.util.function.Supplier;

/**
 * What a client that comes in time gets.
 *
 * @param terminal      whether the client's keys go to a terminal; without one, an EOT character after the client's last
 *                      byte is the end of the input
 * @param reportsStatus whether the client reads the exit status at the end
 * @param begin         begins what the client came for; called at most once
 * @param missed        called instead if nobody came in time
 * @param left          called if the client goes before its process has ended
 */
public record Appointment(boolean terminal, boolean reportsStatus, Supplier<AttachOutcome> begin, Runnable missed,
                          Runnable left) {}
