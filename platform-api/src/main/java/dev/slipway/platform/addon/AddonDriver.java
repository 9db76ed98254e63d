package dev.slipway.platform.addon;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Makes and removes the add-ons of some services. Every method may block for a minute, is called without a transaction, and
 * may be called again after a crash: whatever it did for this {@link Addon#id} before must not be in its way.
 */
public interface AddonDriver {

    /** What a catalogue file writes as {@code driver}, for example {@code postgres}. */
    String kind();

    /**
     * Checks the parts of a catalogue file that only this driver reads, at start.
     *
     * @throws IllegalArgumentException saying what is wrong in the settings of the service or of which plan
     */
    void check(AddonService service);

    /** Makes what the add-on stands for. If this fails, {@link #deprovision} is called next. */
    ProvisionOutcome provision(Addon addon, Plan plan);

    /**
     * Makes it another plan of the same service, keeping the data.
     *
     * @return ready, or failed, and then everything is as before
     * @throws RuntimeException if nobody knows how far it came: tried again later
     */
    ProvisionOutcome change(Addon addon, Plan from, Plan to);

    /**
     * Removes everything of the add-on, data included; also what a {@link #provision} that was cut off left behind.
     *
     * @throws RuntimeException if it could not: tried again later
     */
    void deprovision(Addon addon);

    /**
     * The config of a credential other than the default one, as in {@link ProvisionOutcome.Ready}.
     *
     * @param credential its name, unchecked
     * @return empty if there is no such credential
     */
    default Optional<Map<String, String>> credential(Addon addon, String credential) {
        return Optional.empty();
    }

    /**
     * The page that {@code addons:open} shows; empty if there is nothing to see. Its address is shown to whoever may see the
     * app: the page itself asks who comes.
     */
    default Optional<URI> dashboard(Addon addon) {
        return Optional.empty();
    }
}
