package dev.slipway.platform.source;

import dev.slipway.platform.api.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Uploaded archives, one file each in a folder of their account, for a few hours. All of an account together may have twice
 * the size of the largest one.
 */
@Component
class SourceStore {

    /** How long an archive is kept, and its URLs are good for. */
    static final Duration LIFE = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(SourceStore.class);
    private static final String UNFINISHED = ".part";

    private final SourceSettings settings;
    private final Clock clock;
    /** Bytes of uploads that are under way, by account. */
    private final ConcurrentMap<UUID, AtomicLong> arriving = new ConcurrentHashMap<>();

    SourceStore(SourceSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Stores an archive; one that was there before is replaced.
     *
     * @throws ApiException 413 if it is too large, 429 if the account has too much here, 503 if the disk is nearly full
     */
    void put(UUID account, UUID id, InputStream archive) throws IOException {
        Path folder = Files.createDirectories(settings.folder().resolve(account.toString()));
        if (Files.getFileStore(folder).getUsableSpace() < settings.freeDiskBytes()) {
            throw ApiException.unavailable("The server's disk is nearly full, so no source is taken. Tell your administrator.");
        }
        long stored = stored(folder);
        AtomicLong mine = arriving.computeIfAbsent(account, _ -> new AtomicLong());
        Path draft = folder.resolve(UUID.randomUUID() + UNFINISHED);
        long written = 0;
        try (OutputStream out = Files.newOutputStream(draft)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                written += read;
                if (written > settings.maxBytes()) {
                    throw ApiException.tooLarge("The source archive is larger than " + settings.maxBytes() / 1_000_000
                            + " MB. Keep large files out of it.");
                }
                if (stored + mine.addAndGet(read) > 2 * settings.maxBytes()) {
                    throw ApiException.tooManyRequests("Your uploaded sources take too much room together. They are deleted "
                            + "after " + LIFE.toHours() + " hours.", LIFE);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(draft);
            throw e;
        } finally {
            mine.addAndGet(-written);
        }
        Files.move(draft, file(account, id), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The archive, if it was uploaded and is still there. */
    Optional<Path> find(UUID account, UUID id) {
        return Optional.of(file(account, id)).filter(Files::exists);
    }

    private Path file(UUID account, UUID id) {
        return settings.folder().resolve(account.toString()).resolve(id.toString());
    }

    private static long stored(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : list(folder)) {
            bytes += file.toString().endsWith(UNFINISHED) ? 0 : Files.size(file);
        }
        return bytes;
    }

    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void deleteOld() {
        Instant limit = Instant.now(clock).minus(LIFE);
        try {
            if (Files.isDirectory(settings.folder())) {
                for (Path folder : list(settings.folder())) {
                    for (Path file : list(folder)) {
                        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                            Files.delete(file);
                        }
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Old sources in {} could not be deleted; the next attempt follows", settings.folder(), e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
