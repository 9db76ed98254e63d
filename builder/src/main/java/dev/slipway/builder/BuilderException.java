package dev.slipway.builder;

/** Docker, or the stack's images in it, could not do what the builder needs. The message says what and what to do. */
public final class BuilderException extends RuntimeException {

    /**
     * @param operation what was tried, for example {@code create build container}
     * @param subject   on what, for example an image reference
     * @param reason    what went wrong, and what to do about it where that is known
     */
    public BuilderException(String operation, String subject, String reason, Throwable cause) {
        super("could not " + operation + " " + subject + ": " + reason, cause);
    }
}
