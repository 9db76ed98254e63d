package dev.slipway.platform.addon;

import java.util.Map;

/** What became of an attempt to make or change an add-on. */
public sealed interface ProvisionOutcome {

    /**
     * It is there.
     *
     * @param config  what it exports: the part of a config var's name after the attachment's, for example {@code URL}, to its
     *                value
     * @param message for people; empty for what the catalogue says of the service
     */
    record Ready(Map<String, String> config, String message) implements ProvisionOutcome {}

    /**
     * Its provider works on it, and will say when it is done ({@link Addons#provisioned}).
     *
     * @param providerId what the provider calls it
     */
    record Pending(String providerId, String message) implements ProvisionOutcome {}

    /** @param reason a sentence for the user: what happened, and what to do next */
    record Failed(String reason) implements ProvisionOutcome {}
}
