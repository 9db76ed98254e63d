package dev.slipway.platform.deploy;

/** How a deploy ended. */
sealed interface DeployOutcome {

    /** The new release serves. */
    record Live() implements DeployOutcome {}

    /** What was built is kept, but its release command failed; the output says why, and the release before goes on. */
    record CommandFailed() implements DeployOutcome {}

    /**
     * There is no new release, or it does not serve; the one before goes on.
     *
     * @param reason one line for the user, not yet in the output
     */
    record Failed(String reason) implements DeployOutcome {}
}
