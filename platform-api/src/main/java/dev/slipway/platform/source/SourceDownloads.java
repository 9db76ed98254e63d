package dev.slipway.platform.source;

import dev.slipway.platform.net.CheckedResolver;
import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
import org.springframework.stereotype.Component;

/** Downloads archives from other servers. What the server answered is never shown, so that nobody reads through this. */
@Component
class SourceDownloads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceDownloads.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 5;

    private final SourceSettings settings;
    private final CloseableHttpClient client;

    SourceDownloads(SourceSettings settings) {
        this.settings = settings;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedResolver(settings.servers()))
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(CONNECT))
                                .setSocketTimeout(Timeout.of(SILENCE)).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setMaxRedirects(MOST_REDIRECTS)
                        .setResponseTimeout(Timeout.of(SILENCE)).build())
                // The archive's own compression is what is wanted, not the connection's.
                .disableContentCompression().disableCookieManagement().disableAuthCaching()
                .setUserAgent("Slipway").build();
    }

    /** See {@link SourceArchive#fetch}. */
    Optional<String> fetch(URI url, Path file) throws IOException, InterruptedException {
        HttpGet request = new HttpGet(url);
        FutureTask<Optional<String>> download = new FutureTask<>(() -> client.execute(request, answer -> save(answer, file)));
        Thread.ofVirtual().name("download for " + file).start(download);
        try {
            return download.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of("The source's server took longer than " + settings.patience().toMinutes() + " minutes.");
        } catch (ExecutionException e) {
            LOG.debug("source could not be downloaded", e);
            return Optional.of(explain(e.getCause(), url));
        } finally {
            request.abort();
        }
    }

    private Optional<String> save(ClassicHttpResponse answer, Path file) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (answer.getCode() != 200 || entity == null) {
            return Optional.of("The source's server answered with status " + answer.getCode() + ". Check the url.");
        }
        try (InputStream in = entity.getContent(); OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
                if (bytes > settings.maxBytes()) {
                    return Optional.of("The source archive is larger than " + settings.maxBytes() / 1_000_000
                            + " MB. Keep large files out of it.");
                }
                out.write(buffer, 0, read);
            }
        }
        return Optional.empty();
    }

    private static String explain(Throwable cause, URI url) {
        return switch (cause) {
            case ForbiddenAddressException _ -> "Sources cannot come from " + url.getHost() + ", nor from where it redirects to: "
                    + "that is not a public address. Upload the source instead, to a URL from: POST /sources";
            case UnknownHostException _ -> "There is no server " + url.getHost() + ". Check the source's url.";
            default -> "The source could not be downloaded from " + url.getHost() + ". Check its url, and try again.";
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
