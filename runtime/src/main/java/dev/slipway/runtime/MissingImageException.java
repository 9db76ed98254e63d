package dev.slipway.runtime;

/** A service's image is not on this host. Images of services are built or pulled by administrators, never by the engine. */
public final class MissingImageException extends DynoEngineException {
    private final String image;

    MissingImageException(String subject, String image) {
        super("run", subject, "the image is not on this host", null);
        this.image = image;
    }

    /** As the specification names it. */
    public String image() {
        return image;
    }
}
