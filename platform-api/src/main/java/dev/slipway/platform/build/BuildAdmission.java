package dev.slipway.platform.build;

/** Whether a build may begin. */
public sealed interface BuildAdmission {

    /** Its row is there; whoever asked must close it. */
    record Admitted(RunningBuild build) implements BuildAdmission {}

    /** @param reason one sentence for the user; nothing was stored */
    record Refused(String reason) implements BuildAdmission {}
}
