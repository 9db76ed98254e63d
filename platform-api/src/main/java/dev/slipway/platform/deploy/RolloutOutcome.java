package dev.slipway.platform.deploy;

/** How rolling a release out ended. */
sealed interface RolloutOutcome {

    /** The release serves. */
    record Live() implements RolloutOutcome {}

    /**
     * Its release command failed; the previous release goes on serving. What was built is kept, and can be tried again.
     *
     * @param reason one sentence for the user
     */
    record CommandFailed(String reason) implements RolloutOutcome {}

    /**
     * Its web dynos did not boot; the previous release goes on serving.
     *
     * @param reason one sentence for the user
     */
    record Failed(String reason) implements RolloutOutcome {}
}
