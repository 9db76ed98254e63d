package dev.slipway.platform.source;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param folder         uploaded archives are kept here
 * @param maxBytes       largest archive, and largest tree in it
 * @param freeDiskBytes  below this much free space nothing is taken
 * @param privateSources whether archives may come from private networks, such as 10.0.0.0/8
 * @param dynoSubnet     addresses of dynos, from which no archive may come: {@code 10.80.0.0/16}
 * @param patience       for a download, from its first byte to its last
 */
public record SourceSettings(Path folder, long maxBytes, long freeDiskBytes, boolean privateSources, String dynoSubnet,
                             Duration patience) {}
