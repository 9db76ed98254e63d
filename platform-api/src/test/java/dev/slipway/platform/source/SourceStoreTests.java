package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.net.OutboundAddresses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceStoreTests {

    private static final int MAX = 1000;
    private static final OutboundAddresses SERVERS = new OutboundAddresses(List.of(), List.of(), Set.of());

    @TempDir
    private Path folder;
    private SourceStore store;
    private final UUID account = UUID.randomUUID();

    @BeforeEach
    void open() {
        store = store(Clock.systemUTC());
    }

    @Test
    void whatWasPutIsFoundUnderItsOwnIdOnly() throws IOException {
        UUID id = put(10);

        assertThat(store.find(account, id)).hasValueSatisfying(file -> assertThat(file).hasSize(10));
        assertThat(store.find(UUID.randomUUID(), id)).isEmpty();
    }

    @Test
    void anArchiveThatIsTooLargeLeavesNothing() throws IOException {
        assertThatThrownBy(() -> put(MAX + 1)).isInstanceOf(ApiException.class).hasMessageContaining("larger than");

        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void anAccountsArchivesAreBoundedTogetherAndTheOthersAreNotConcerned() throws IOException {
        put(MAX);
        put(MAX - 10);

        assertThatThrownBy(() -> put(20)).isInstanceOf(ApiException.class).hasMessageContaining("too much room");
        store.put(UUID.randomUUID(), UUID.randomUUID(), new ByteArrayInputStream(new byte[20]));
    }

    @Test
    void oldOnesAreDeleted() throws IOException {
        UUID id = put(10);
        store.deleteOld();
        assertThat(store.find(account, id)).isPresent();

        store(Clock.fixed(Instant.now().plus(SourceStore.LIFE).plusSeconds(60), ZoneOffset.UTC)).deleteOld();
        assertThat(store.find(account, id)).isEmpty();
    }

    private UUID put(int bytes) throws IOException {
        UUID id = UUID.randomUUID();
        store.put(account, id, new ByteArrayInputStream(new byte[bytes]));
        return id;
    }

    private SourceStore store(Clock clock) {
        return new SourceStore(new SourceSettings(folder, MAX, 0, SERVERS, Duration.ofMinutes(1)), clock);
    }
}
