package dev.slipway.platform.pipeline;

import java.time.Instant;
import java.util.UUID;

/** A pipeline as it was when read. Its name is unique among those of its owner. */
record Pipeline(UUID id, String name, Owner owner, Instant createdAt, Instant updatedAt) {

    /** @param type {@code user} or {@code team} */
    record Owner(UUID id, String type) {

        static final String USER = "user";

        static Owner user(UUID accountId) {
            return new Owner(accountId, USER);
        }
    }
}
