package dev.slipway.gitreceiver;

/** What the embedding program does with a push to a deploy branch. Called once a push, on the request's thread. */
@FunctionalInterface
public interface PushHandler {

    /**
     * Handles {@code push} before its ref moves: the ref moves only when this answers {@link PushOutcome.Accepted}.
     *
     * @param output lines for the pusher's terminal, shown while this method runs; goes on accepting lines, and
     *               dropping them, when the pusher has hung up
     */
    PushOutcome handle(Push push, PushOutput output);
}
