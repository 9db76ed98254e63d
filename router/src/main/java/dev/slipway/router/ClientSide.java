package dev.slipway.router;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObject;
import org.jspecify.annotations.Nullable;

/** What an {@link Exchange} may do with its client's connection. */
interface ClientSide {

    Channel channel();

    /** Asks for one more message of the request, or for the news that the client is gone. */
    void readRequest();

    void write(HttpObject message);

    void flush();

    boolean isWritable();

    /** Whether the connection may take another request after this one. */
    boolean mayKeepAlive();

    /** The response is complete. */
    void responseEnded(boolean keepsAlive);

    /**
     * Answers with the router's own page.
     *
     * @return bytes in its body
     */
    int answer(RouterError error, @Nullable Route route);

    /** Closes at once, so that the client sees an incomplete response. */
    void abort();

    /** Hands the connection over to a tunnel; false if the client already sent something else. */
    boolean becomeTunnel(Tunnel tunnel);
}
