package dev.slipway.platform.net;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends single requests to servers that may be slow, broken or hostile: nobody waits for longer, and no more is read, than was
 * said before; redirects are not followed, and nothing is kept from one request to the next. Thread-safe.
 */
public final class WaryClient implements AutoCloseable {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private final Limits limits;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService timer;

    /**
     * @param atOnce      requests under way at most; further ones wait, within their time
     * @param atOnceToOne the same to one server
     * @param silence     longest pause of a server that is to answer
     * @param altogether  from the beginning of a request to the end of its answer
     */
    public record Limits(int atOnce, int atOnceToOne, Duration silence, Duration altogether) {}

    /** @param body the first bytes, as many as were asked for if there are more */
    public record Answer(int status, byte[] body) {}

    /**
     * @param name     tells servers who calls: {@code User-Agent}
     * @param resolver gives the only addresses that are connected to
     */
    public WaryClient(String name, DnsResolver resolver, Limits limits) {
        this.limits = limits;
        this.timer = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name(name + " timer").factory());
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setMaxConnTotal(limits.atOnce())
                        .setMaxConnPerRoute(limits.atOnceToOne())
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(Timeout.of(limits.altogether()))
                        .setResponseTimeout(Timeout.of(limits.silence())).build())
                // Requests are rare, and a kept connection would go on to an address that was allowed long ago.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent(name)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * Blocks until there is an answer.
     *
     * @param longest bytes of the answer's body that are read
     * @throws HttpTimeoutException if it took too long altogether
     * @throws IOException          if the server was not reached, was silent, or broke off
     * @throws RuntimeException     of many kinds, if the request or what came back is no HTTP
     */
    public Answer send(HttpUriRequestBase request, int longest) throws IOException {
        ScheduledFuture<?> alarm = timer.schedule(request::cancel, limits.altogether().toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = http.executeOpen(null, request, null);
            byte[] body = response.getEntity() == null ? new byte[0] : response.getEntity().getContent().readNBytes(longest);
            return new Answer(response.getCode(), body);
        } catch (IOException e) {
            if (request.isCancelled()) {
                throw new HttpTimeoutException("no answer within " + limits.altogether());
            }
            throw e;
        } finally {
            alarm.cancel(false);
            // This closes the connection. Closing the answer would read it to its end, of which there may be none.
            request.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        http.close();
    }
}
