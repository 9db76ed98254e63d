package dev.slipway.platform.app;

/**
 * What one account, or one team, may have.
 *
 * @param apps    how many
 * @param memory  bytes that their dynos may be scaled to, together; 0 for no limit
 * @param contact whom people ask for more, for example {@code your administrator}
 */
public record Quota(int apps, long memory, String contact) {}
