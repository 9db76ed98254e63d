package dev.slipway.runtime;

/** What a service is doing. */
public enum ServiceState {
    /** Its process runs, but does not accept connections on its first port, or not yet. */
    RUNNING,
    /** Its process runs and accepts connections on its first port; a service without ports has nothing to accept. */
    HEALTHY,
    /** Its process does not run; Docker may be about to start it again. */
    EXITED
}
