package dev.slipway.platform.formation;

import java.time.Instant;
import java.util.UUID;

/**
 * How many dynos of one process type an app wants.
 *
 * @param quantity 0 to 100
 */
public record Formation(UUID id, UUID appId, String type, int quantity, DynoSize size, Instant createdAt,
                        Instant updatedAt) {}
