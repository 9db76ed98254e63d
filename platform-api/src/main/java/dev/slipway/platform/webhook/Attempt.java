package dev.slipway.platform.webhook;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * One try to bring an event to a webhook.
 *
 * @param secret        signs the body
 * @param authorization value of the header of that name
 * @param body          JSON
 */
record Attempt(UUID id, UUID deliveryId, URI url, String secret, Optional<String> authorization, String body) {

    /** How it ended. */
    sealed interface Outcome {

        boolean succeeded();
    }

    /** The receiver answered with this HTTP status. */
    record Answered(int code) implements Outcome {

        @Override
        public boolean succeeded() {
            return code >= 200 && code < 300;
        }
    }

    /** It did not; {@code error} is one word that says why, for example {@code UnknownHost}. */
    record NotAnswered(String error) implements Outcome {

        @Override
        public boolean succeeded() {
            return false;
        }
    }

    /** Without secrets, which belong into no log. */
    @Override
    public String toString() {
        return "Attempt[" + id + " of " + deliveryId + "]";
    }
}
