package dev.slipway.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last route table on disk, from which a router starts while the control plane is away. */
final class RouteStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteStore.class);
    private static final int DEBOUNCE_MILLIS = 100;

    private final Path file;
    private final RouteTable table;
    private final Semaphore changed = new Semaphore(0);
    private final BackgroundTask saver = new BackgroundTask("route-store", this::saveAfterChanges);

    RouteStore(Path home, RouteTable table) {
        this.file = home.resolve("routes.json");
        this.table = table;
    }

    /** The stored table; empty if there is none, or if what is there cannot be read and was set aside. */
    Optional<RouteUpdate.Snapshot> load() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (RouteFeed.decodeUpdate(Files.readString(file)) instanceof RouteUpdate.Snapshot snapshot) {
                return Optional.of(snapshot);
            }
            setAside("it holds no snapshot");
        } catch (IOException | IllegalArgumentException e) {
            setAside(e.getMessage());
        }
        return Optional.empty();
    }

    void start() {
        saver.start();
    }

    /** Returns at once; several changes within a tenth of a second are one write. */
    void saveSoon() {
        changed.release();
    }

    /** Writes what is not written yet, then stops. */
    @Override
    public void close() {
        saver.close();
        if (changed.drainPermits() > 0) {
            save();
        }
    }

    private void saveAfterChanges() throws InterruptedException {
        while (true) {
            changed.acquire();
            try {
                TimeUnit.MILLISECONDS.sleep(DEBOUNCE_MILLIS);
            } catch (InterruptedException e) {
                changed.release();
                throw e;
            }
            changed.drainPermits();
            save();
        }
    }

    private void save() {
        try {
            String json = RouteFeed.encode(table.toSnapshot());
            AtomicFile.write(file, json.getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
        } catch (IOException e) {
            LOG.warn("cannot store the route table in {}: {}; a restart would serve an older table", file, e.toString());
        }
    }

    private void setAside(String reason) {
        Path aside = file.resolveSibling("routes.json.corrupt");
        LOG.warn("cannot read the stored route table {}: {}; set aside as {}, waiting for the control plane",
                file, reason, aside);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("cannot rename {}: {}", file, e.toString());
        }
    }
}
