package dev.slipway.platform.backup;

import java.util.UUID;

/** @param name the config var that a user scheduled it by, for example {@code DATABASE_URL} */
record TransferSchedule(UUID id, UUID addonId, String name, DailyTime time) {}
