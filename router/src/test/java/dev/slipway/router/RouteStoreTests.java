package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteStoreTests {

    @TempDir
    Path folder;

    @Test
    void theLastChangeIsStoredWheneverTheRouterStops() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> stored = new ArrayList<>();
            // Around the moment at which a change is written: before, while and after.
            for (int micros = 95_000; micros < 115_000; micros += 200) {
                Path home = Files.createDirectory(folder.resolve("stopped-after-" + micros));
                int pause = micros;
                stored.add(threads.submit(() -> versionStoredBy(home, pause)));
            }
            for (Future<Long> version : stored) {
                assertThat(version.get()).isEqualTo(7);
            }
        }
    }

    private static long versionStoredBy(Path home, int microsUntilStop) throws InterruptedException {
        RouteTable table = new RouteTable();
        try (RouteStore store = new RouteStore(home, table)) {
            store.start();
            table.apply(new RouteUpdate.Snapshot(7, List.of()));
            store.saveSoon();
            TimeUnit.MICROSECONDS.sleep(microsUntilStop);
        }
        return new RouteStore(home, table).load().map(RouteUpdate.Snapshot::version).orElse(0L);
    }

    @Test
    void anInterruptedThreadStoresItsChangeAndStaysInterrupted() {
        RouteTable table = new RouteTable();
        RouteStore store = new RouteStore(folder, table);
        table.apply(new RouteUpdate.Snapshot(7, List.of()));
        store.saveSoon();

        Thread.currentThread().interrupt();
        store.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.load()).map(RouteUpdate.Snapshot::version).contains(7L);
    }
}
