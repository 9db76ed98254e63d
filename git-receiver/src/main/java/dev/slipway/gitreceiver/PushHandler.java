package dev.slipway.gitreceiver;

/**
 * What the embedding program does with a push to a deploy branch. Called once a push, on the request's thread; for one
 * repository never twice at the same time: while a push is being handled, further ones are refused and told so.
 */
@FunctionalInterface
public interface PushHandler {

    /**
     * Handles {@code push} before its ref moves: the ref moves only when this answers {@link PushOutcome.Accepted}. An
     * exception is logged and counts as rejected; the pusher does not see its message. Not interrupted when the pusher
     * hangs up.
     *
     * @param output lines for the pusher's terminal, shown while this method runs; goes on accepting lines, and
     *               dropping them, when the pusher has hung up
     */
    PushOutcome handle(Push push, PushOutput output);
}
