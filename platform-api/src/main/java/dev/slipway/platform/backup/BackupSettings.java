package dev.slipway.platform.backup;

import dev.slipway.platform.net.OutboundAddresses;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/**
 * @param folder         of the files, one folder in it for each database
 * @param automatic      whether every database is backed up once a day without anybody asking
 * @param zone           whose night, from midnight to 6, is when that happens
 * @param keepAutomatic  automatic backups of one database that are kept
 * @param keepManual     the same for those that somebody asked for
 * @param afterDestroy   how long backups outlive their database
 * @param concurrent     transfers at once
 * @param maxBytes       largest file
 * @param freeDiskBytes  with less free space nothing is written
 * @param limit          a transfer that takes longer is stopped
 * @param servers        where dumps may be downloaded from
 */
public record BackupSettings(Path folder, boolean automatic, ZoneId zone, int keepAutomatic, int keepManual,
                             Duration afterDestroy, int concurrent, long maxBytes, long freeDiskBytes, Duration limit,
                             OutboundAddresses servers) {}
