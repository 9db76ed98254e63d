package dev.slipway.platform.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.log.LogRecord;
import dev.slipway.platform.log.LogSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainWorkerTests {

    @TempDir
    private Path folder;

    @Test
    void aDrainThatFailsWhileItsAppIsRemovedEndsAndBringsNoLogBack() {
        AppLogs logs = new AppLogs(folder, new LogSettings(1_000_000, 1L << 40), Clock.systemUTC());
        UUID app = UUID.randomUUID();
        var lines = logs.subscribe(app.toString(), 1000);
        for (int i = 0; i < 500; i++) {
            logs.api(app.toString(), "line");
        }
        List<LogRecord> attempted = new ArrayList<>();
        Delivery removal = new Delivery() {
            @Override
            public void deliver(List<LogRecord> batch) throws IOException {
                attempted.addAll(batch);
                logs.delete(app.toString());
                throw new IOException("it is away");
            }

            @Override
            public void close() {}
        };

        LogDrain drain = new LogDrain(UUID.randomUUID(), app, "d.1", DrainUrl.parse("syslog://logs.example.org:514"),
                Instant.EPOCH, Instant.EPOCH);
        new DrainWorker(drain, removal, lines, logs, Clock.systemUTC()).run();

        assertThat(attempted).hasSize(100);
        assertThat(folder).isEmptyDirectory();
    }
}
