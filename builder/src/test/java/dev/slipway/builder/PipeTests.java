package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipeTests {

    @Test
    void theReaderGetsWhatTheWriterWrites() throws IOException {
        byte[] large = new byte[1 << 20];
        try (InputStream in = Pipe.from(out -> out.write(large))) {
            assertThat(in.readAllBytes()).isEqualTo(large);
        }
    }

    @Test
    void aWriterThatFailsIsNotTakenForAnEarlyEnd() throws IOException {
        try (InputStream in = Pipe.from(out -> {
            out.write(new byte[10]);
            throw new IOException("disk on fire");
        })) {
            assertThatThrownBy(in::readAllBytes).hasRootCauseMessage("disk on fire");
        }
    }

    @Test
    void aReaderThatGoesAwayEndsTheWriter() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        InputStream in = Pipe.from(out -> {
            try {
                while (true) {
                    out.write(new byte[1 << 16]);
                }
            } finally {
                ended.complete("writer ended");
            }
        });
        in.close();

        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo("writer ended");
    }
}
