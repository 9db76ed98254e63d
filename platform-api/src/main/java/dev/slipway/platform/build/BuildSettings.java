package dev.slipway.platform.build;

import java.nio.file.Path;

/**
 * @param concurrent        builds at once
 * @param waiting           builds that may wait for their turn
 * @param waitingPerAccount the same for those of one account
 * @param freeDiskBytes     below this much free space at {@code disk} no build starts
 * @param disk              a folder on the disk that images are kept on
 * @param scratch           folder for sources while they are built; emptied at start
 * @param imageRepository   images are named {@code <imageRepository>/<app key>:<build id>}
 */
public record BuildSettings(int concurrent, int waiting, int waitingPerAccount, long freeDiskBytes, Path disk, Path scratch,
                            String imageRepository) {}
