package dev.slipway.platform.transfer;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.app.App;
import java.time.Instant;
import java.util.UUID;

/**
 * An app that was offered to somebody.
 *
 * @param owner     whose it was when it was offered
 * @param recipient who may accept or decline it
 */
public record AppTransfer(UUID id, App app, Account owner, Account recipient, State state, Instant createdAt,
                          Instant updatedAt) {

    /** {@code name().toLowerCase()} is the API's spelling. */
    public enum State { PENDING, ACCEPTED, DECLINED }
}
