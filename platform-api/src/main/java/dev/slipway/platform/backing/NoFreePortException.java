package dev.slipway.platform.backing;

/** All ports for backing services are given away or taken by others. */
public final class NoFreePortException extends NotRunnableException {

    private static final long serialVersionUID = 1L;

    NoFreePortException(BackingSettings settings) {
        super("This server has no port left for another add-on. Your administrator widens the range of ports, which is "
                + settings.firstPort() + "-" + settings.lastPort() + " (slipway.addons.ports).", null);
    }
}
