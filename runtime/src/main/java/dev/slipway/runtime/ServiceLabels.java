package dev.slipway.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labels by which the engine knows the containers and the volumes of services again. */
final class ServiceLabels {
    /** The service's name. */
    static final String SERVICE = "slipway.service";
    /** Its first port in the container; absent when it has none. */
    static final String PORT = "slipway.service-port";
    /** Of what the container was made, so that a container of another specification is seen. */
    static final String FINGERPRINT = "slipway.service-fingerprint";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ServiceLabels() {}

    static Map<String, String> ofVolume(ServiceSpec spec, String owner) {
        Map<String, String> labels = new HashMap<>(spec.labels());
        labels.put(DynoIdentity.OWNER, owner);
        labels.put(SERVICE, spec.name());
        return labels;
    }

    static Map<String, String> ofContainer(ServiceSpec spec, RuntimeSettings settings, String address) {
        Map<String, String> labels = ofVolume(spec, settings.owner());
        labels.put(DynoIdentity.ADDRESS, address);
        labels.put(FINGERPRINT, fingerprint(spec, settings));
        spec.ports().stream().findFirst().ifPresent(port -> labels.put(PORT, Integer.toString(port.container())));
        return labels;
    }

    /** The specification's own labels out of all those of a container or volume. */
    static Map<String, String> specified(Map<String, String> all) {
        Map<String, String> labels = new HashMap<>(all);
        labels.keySet().removeIf(ServiceLabels::isOurs);
        return labels;
    }

    static boolean isOurs(String label) {
        return label.startsWith(SERVICE) || label.equals(DynoIdentity.OWNER) || label.equals(DynoIdentity.ADDRESS)
                || label.equals(DynoIdentity.DYNO);
    }

    /** The same for the same container, whenever and in whichever process it is asked for: 64 hex digits. */
    static String fingerprint(ServiceSpec spec, RuntimeSettings settings) {
        List<Object> parts = List.of(spec.image(), spec.user().orElse(""), spec.command(), new TreeMap<>(spec.environment()),
                spec.files(), spec.ports(), spec.volume().orElse(""), spec.limits(), new TreeMap<>(spec.labels()),
                settings.network(), settings.subnet());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(parts)));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256, and records of strings and numbers are JSON", e);
        }
    }
}
