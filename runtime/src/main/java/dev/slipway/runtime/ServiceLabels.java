package dev.slipway.runtime;

import java.util.HashMap;
import java.util.Map;

/** The labels by which the engine knows the containers and the volumes of services again. */
final class ServiceLabels {
    /** The service's name. */
    static final String SERVICE = "slipway.service";
    /** Of what the container was made, so that a container of another specification is seen. */
    static final String FINGERPRINT = "slipway.service-fingerprint";

    private ServiceLabels() {}

    static boolean isOurs(String label) {
        return label.startsWith(SERVICE) || label.equals(DynoIdentity.OWNER) || label.equals(DynoIdentity.ADDRESS)
                || label.equals(DynoIdentity.DYNO);
    }

    /** The specification's own labels out of all those of a container or volume. */
    static Map<String, String> without(Map<String, String> all) {
        Map<String, String> labels = new HashMap<>(all);
        labels.keySet().removeIf(ServiceLabels::isOurs);
        return labels;
    }
}
