package dev.slipway.runtime;

import java.util.Map;

/**
 * The data of a service, which outlives its container.
 *
 * @param service name of the service, whether there is a container of that name or not
 * @param labels  those of the {@link ServiceSpec} with which the service was run first
 */
public record ServiceVolume(String service, Map<String, String> labels) {

    public ServiceVolume {
        labels = Map.copyOf(labels);
    }
}
