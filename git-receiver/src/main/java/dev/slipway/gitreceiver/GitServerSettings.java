package dev.slipway.gitreceiver;

import java.nio.file.Path;
import java.util.Set;

/**
 * @param repositories   folder of the bare repositories, one {@code <storage key>.git} each; created if missing
 * @param maxPackBytes   largest pack one push may send
 * @param maxSourceBytes largest source tree (sum of its files) a deployed commit may have
 * @param deployBranches short names of the branches whose pushes reach the {@link PushHandler}
 */
public record GitServerSettings(Path repositories, long maxPackBytes, long maxSourceBytes, Set<String> deployBranches) {}
