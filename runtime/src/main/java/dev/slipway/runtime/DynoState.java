package dev.slipway.runtime;

/** A dyno's state, in Heroku's words; {@code name().toLowerCase()} is the API's spelling. */
public enum DynoState {
    /** Its container runs or is about to; it does not accept connections yet. */
    STARTING,
    /** It accepts connections on its port, or, having no port, its process runs. */
    UP,
    /** Its process ended and will be started again after a back-off. */
    CRASHED,
    /** It was stopped on purpose and does not come back. */
    DOWN
}
