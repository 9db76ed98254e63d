package dev.slipway.platform.backup;

import java.time.Instant;

/** @param message one line */
record TransferLine(Instant createdAt, String message) {}
