package dev.slipway.platform.pipeline;

import java.time.Instant;
import java.util.UUID;

/** An app's place in a pipeline; an app is in one pipeline at most. */
record Coupling(UUID id, Pipeline pipeline, UUID appId, Stage stage, Instant createdAt, Instant updatedAt) {}
