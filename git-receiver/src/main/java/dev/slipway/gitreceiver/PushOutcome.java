package dev.slipway.gitreceiver;

/** How a push ended, as far as git is concerned. */
public sealed interface PushOutcome {

    /** The ref moves to the pushed commit. */
    record Accepted() implements PushOutcome {}

    /**
     * The ref stays where it was, and {@code git push} exits non-zero with
     * {@code ! [remote rejected] main -> main (pre-receive hook declined)}.
     *
     * @param reason one line, shown to the pusher as {@code  !     reason}
     */
    record Rejected(String reason) implements PushOutcome {}
}
