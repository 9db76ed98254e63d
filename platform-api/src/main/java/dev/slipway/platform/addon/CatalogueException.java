package dev.slipway.platform.addon;

import java.util.List;

/** The files of the add-on catalogue cannot be used as they are; the message lists every mistake. */
public final class CatalogueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CatalogueException(List<String> mistakes) {
        super("The add-on catalogue (slipway.addons.catalogue) has mistakes:\n  " + String.join("\n  ", mistakes));
    }
}
