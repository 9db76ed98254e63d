package dev.slipway.platform.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runtime.AttachOutcome;
import dev.slipway.runtime.Dyno;
import dev.slipway.runtime.Session;
import dev.slipway.runtime.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VisitTests {

    private static final RendezvousSettings SETTINGS = new RendezvousSettings(0, Duration.ofSeconds(60), Duration.ofHours(1));

    /** Docker fails when it is asked how the process ended. */
    private static final class LostSession implements Session {
        @Override
        public Dyno dyno() {
            throw new UnsupportedOperationException();
        }

        @Override
        public OutputStream input() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream output() {
            return InputStream.nullInputStream();
        }

        @Override
        public void resize(Terminal size) {}

        @Override
        public int awaitEnd() {
            throw new IllegalStateException("Docker does not answer");
        }

        @Override
        public void close() {}
    }

    @Test
    void aCommandWhoseEndIsNotSeenFailedForTheClient() throws Exception {
        Rendezvous rendezvous = new Rendezvous(SETTINGS, Clock.systemUTC());
        RendezvousServer server = new RendezvousServer(SETTINGS, rendezvous);
        server.open();
        String secret = rendezvous.expect(new Appointment(false, true,
                () -> new AttachOutcome.Attached(new LostSession()), () -> {}, () -> {}));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write((secret + "\r\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("lost sight").endsWith(StatusReport.MARKER + "1\n");
        } finally {
            server.close();
        }
    }
}
