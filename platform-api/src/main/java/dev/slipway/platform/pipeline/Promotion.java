package dev.slipway.platform.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The current slug of one app, released on others. */
record Promotion(UUID id, UUID pipelineId, UUID sourceAppId, UUID sourceReleaseId, Instant createdAt, List<Target> targets) {

    /**
     * @param status  that of the release that was made for it; {@code FAILED} when none could be made
     * @param message why it failed, a sentence; empty unless it did
     */
    record Target(UUID id, UUID appId, Optional<UUID> releaseId, Status status, String message) {}

    /** {@code name().toLowerCase()} is the API's spelling. */
    enum Status { PENDING, SUCCEEDED, FAILED }

    /** Whether each target has succeeded or failed. */
    boolean completed() {
        return targets.stream().noneMatch(target -> target.status() == Status.PENDING);
    }
}
