package dev.slipway.platform.drain;

import dev.slipway.platform.net.CheckedResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The HTTPS client of all drains: it connects to allowed addresses only, follows no redirect and keeps no cookie. */
final class DrainClient {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(20);
    /** Each drain uses one connection at a time; none must wait for another's. */
    private static final int CONNECTIONS = 10_000;

    private DrainClient() {}

    static CloseableHttpClient of(DrainSettings settings) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(settings.tls()))
                .setDnsResolver(new CheckedResolver(settings.addresses()))
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(ANSWER)
                        .setTimeToLive(TimeValue.ofMinutes(5)).build())
                .setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS).build();
        return HttpClients.custom().setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(ANSWER).build())
                .disableRedirectHandling().disableAutomaticRetries().disableCookieManagement().disableAuthCaching()
                .disableContentCompression().evictIdleConnections(TimeValue.ofMinutes(1)).build();
    }
}
