package dev.slipway.runtime;

/** A service cannot be published on a port of the host because something else listens there; choose another one. */
public final class PortTakenException extends DynoEngineException {
    private final int port;

    PortTakenException(String subject, int port, Throwable cause) {
        super("publish", subject, "port " + port + " of this host is taken", cause);
        this.port = port;
    }

    /** The port of the host that is taken, 1 to 65535. */
    public int port() {
        return port;
    }
}
