package dev.slipway.platform.partner;

/** A provider did not do what has to be done; it is asked again later. */
final class PartnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PartnerException(String message) {
        super(message);
    }
}
