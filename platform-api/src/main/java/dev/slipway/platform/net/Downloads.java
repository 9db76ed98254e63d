package dev.slipway.platform.net;

import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads from servers that users name, at addresses that they may name. What a server says about an error is never shown,
 * so that nobody reads through this. Thread-safe.
 */
public final class Downloads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 5;

    /** Not the connection is to blame, but where the bytes go. */
    private static final class NotWrittenException extends IOException {

        private static final long serialVersionUID = 1L;

        NotWrittenException(IOException cause) {
            super(cause);
        }
    }

    private final CloseableHttpClient client;

    public Downloads(OutboundAddresses servers) {
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedResolver(servers))
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT))
                                .setSocketTimeout(Timeout.of(SILENCE)).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setMaxRedirects(MOST_REDIRECTS)
                        .setResponseTimeout(Timeout.of(SILENCE)).build())
                // The file's own compression is what is wanted, not the connection's.
                .disableContentCompression().disableCookieManagement().disableAuthCaching()
                .setUserAgent("Slipway").build();
    }

    /**
     * Writes what is at {@code url} to {@code out}, which stays open; an interrupt ends it.
     *
     * @param url      http or https
     * @param patience from the first byte to the last
     * @throws IOException that {@code out} threw
     */
    public DownloadOutcome fetch(URI url, OutputStream out, long maxBytes, Duration patience)
            throws IOException, InterruptedException {
        HttpGet request = new HttpGet(url);
        FutureTask<DownloadOutcome> download = new FutureTask<>(() ->
                client.execute(request, answer -> save(answer, out, maxBytes)));
        Thread.ofVirtual().name("download from " + url.getHost()).start(download);
        try {
            return download.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new DownloadOutcome.TooSlow();
        } catch (ExecutionException e) {
            LOG.debug("a file could not be downloaded", e);
            return switch (e.getCause()) {
                case NotWrittenException failure when failure.getCause() instanceof IOException cause -> throw cause;
                case ForbiddenAddressException _ -> new DownloadOutcome.Forbidden();
                case UnknownHostException _ -> new DownloadOutcome.NoSuchHost();
                default -> new DownloadOutcome.Failed();
            };
        } finally {
            request.abort();
        }
    }

    private static DownloadOutcome save(ClassicHttpResponse answer, OutputStream out, long maxBytes) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (answer.getCode() != 200 || entity == null) {
            return new DownloadOutcome.Refused(answer.getCode());
        }
        try (InputStream in = entity.getContent()) {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    return new DownloadOutcome.TooLarge();
                }
                write(out, buffer, read);
            }
        }
        return new DownloadOutcome.Complete();
    }

    private static void write(OutputStream out, byte[] buffer, int length) throws IOException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new NotWrittenException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
