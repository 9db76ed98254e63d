package dev.slipway.platform.login;

import dev.slipway.platform.account.BrowserSession;
import dev.slipway.platform.account.Description;
import dev.slipway.platform.crypto.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Heroku CLI that waits for somebody to log it in with a browser. Thread-safe. */
final class CliLogin {

    /** What became of it. */
    sealed interface Decision {

        /** @param session of the browser in which it was */
        record Approved(BrowserSession session) implements Decision {}

        /** @param reason a sentence for the CLI's user */
        record Ended(String reason) implements Decision {}
    }

    private final String id = Secret.random().value();
    private final byte[] pollHash;
    private final Description description;
    private final String client;
    private final Instant createdAt;
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();

    /**
     * @param poll   what the CLI asks with
     * @param client the CLI's address
     */
    CliLogin(Secret poll, Description description, String client, Instant createdAt) {
        this.pollHash = poll.hash();
        this.description = description;
        this.client = client;
        this.createdAt = createdAt;
    }

    /** Stands in the addresses. */
    String id() {
        return id;
    }

    /** What the CLI says it is, for example {@code Heroku CLI login from laptop}; not to be believed. */
    Description description() {
        return description;
    }

    String client() {
        return client;
    }

    Instant createdAt() {
        return createdAt;
    }

    boolean isFor(Secret poll) {
        return poll.matches(pollHash);
    }

    /** @return whether this was the first decision; later ones change nothing */
    boolean decide(Decision made) {
        return decision.complete(made);
    }

    /** The decision; empty when none was made in {@code patience}. */
    Optional<Decision> await(Duration patience) throws InterruptedException {
        try {
            return Optional.of(decision.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a decision cannot fail", e);
        }
    }
}
