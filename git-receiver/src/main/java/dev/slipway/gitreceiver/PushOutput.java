package dev.slipway.gitreceiver;

/** The pusher's terminal: each line arrives there at once, prefixed {@code remote: } by git. */
@FunctionalInterface
public interface PushOutput {

    /** Shows {@code text}, one line without its line break. Never throws, also when the pusher has hung up. */
    void line(String text);
}
