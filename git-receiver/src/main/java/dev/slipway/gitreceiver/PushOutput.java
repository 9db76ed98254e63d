package dev.slipway.gitreceiver;

/**
 * The pusher's terminal: each line arrives there at once, prefixed {@code remote: } by git. Safe for use by any thread;
 * lines after the {@link PushHandler}'s return are dropped.
 */
@FunctionalInterface
public interface PushOutput {

    /**
     * Shows {@code text}, one line without its line break; may be empty. Never throws, also when the pusher has hung up,
     * but may block for as long as the container waits for a client that does not read.
     */
    void line(String text);
}
