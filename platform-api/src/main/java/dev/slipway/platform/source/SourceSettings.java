package dev.slipway.platform.source;

import dev.slipway.platform.net.OutboundAddresses;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param folder        uploaded archives are kept here
 * @param maxBytes      largest archive, and largest tree in it
 * @param freeDiskBytes below this much free space nothing is taken
 * @param servers       where archives may come from
 * @param patience      for a download, from its first byte to its last
 */
public record SourceSettings(Path folder, long maxBytes, long freeDiskBytes, OutboundAddresses servers, Duration patience) {}
