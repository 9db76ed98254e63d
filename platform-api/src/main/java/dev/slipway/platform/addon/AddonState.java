package dev.slipway.platform.addon;

import java.util.Locale;

/** Where an add-on is in its life; {@link #word} is the API's spelling. */
public enum AddonState {

    /** Asked for; its config vars are not there yet. */
    PROVISIONING,
    /** There, with its config vars. */
    PROVISIONED,
    /** Being removed; no app has it attached any more. */
    DEPROVISIONING,
    /** Gone. Only in the answer that says so: no row has it. */
    DEPROVISIONED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
