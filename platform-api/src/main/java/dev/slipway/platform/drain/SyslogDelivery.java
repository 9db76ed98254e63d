package dev.slipway.platform.drain;

import dev.slipway.platform.log.LogRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Syslog over one TCP connection that stays open, with or without TLS. Nothing is acknowledged. */
final class SyslogDelivery implements Delivery {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final DrainUrl url;
    private final String token;
    private final DrainSettings settings;
    private @Nullable Socket socket;
    /** What {@link #socket} is secured on, or itself. Closing an SSLSocket waits for the write that is to be broken off. */
    private Socket connection = new Socket();

    SyslogDelivery(DrainUrl url, String token, DrainSettings settings) {
        this.url = url;
        this.token = token;
        this.settings = settings;
    }

    @Override
    public void deliver(List<LogRecord> lines) throws IOException {
        Socket open = socket;
        if (open != null && hungUp(open)) {
            close();
            open = null;
        }
        try {
            if (open == null) {
                open = connect();
                socket = open;
            }
            try (Deadline _ = Deadline.of(settings.patience(), connection::close)) {
                open.getOutputStream().write(SyslogFrames.syslog(lines, token));
                open.getOutputStream().flush();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket connect() throws IOException {
        IOException failure = new IOException("no address");
        for (InetAddress address : settings.addresses().resolve(url.host())) {
            Socket plain = new Socket();
            connection = plain;
            try (Deadline _ = Deadline.of(settings.patience(), plain::close)) {
                plain.connect(new InetSocketAddress(address, url.port()), (int) CONNECT.toMillis());
                plain.setKeepAlive(true);
                return url.scheme() == DrainUrl.Scheme.SYSLOG_TLS ? secured(plain) : plain;
            } catch (IOException e) {
                plain.close();
                failure = e;
            }
        }
        throw failure;
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) settings.tls().getSocketFactory().createSocket(plain, url.host(), url.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // compares the host's name with the certificate's
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** A server that hangs up is seen only by reading; else the next lines would go nowhere, without an error. */
    private static boolean hungUp(Socket open) {
        try {
            open.setSoTimeout(1);
            return open.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try (Deadline _ = Deadline.of(Duration.ofSeconds(1), connection::close)) {
                open.close();
            } catch (IOException e) {
                // It is broken already.
            }
        }
    }
}
