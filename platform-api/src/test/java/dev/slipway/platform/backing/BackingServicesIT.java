package dev.slipway.platform.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.PlatformTest;
import dev.slipway.runtime.DynoEngineException;
import dev.slipway.runtime.InMemoryServiceEngine;
import dev.slipway.runtime.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of backing services that are otherwise than they should be. */
@PlatformTest
class BackingServicesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String IMAGE = "image";

    @Autowired
    private BackingRecords records;

    private final InMemoryServiceEngine engine = new InMemoryServiceEngine();
    private final String name = "backing-" + UUID.randomUUID();
    private volatile String bind = "10.80.0.1";
    private BackingServices services;

    @BeforeEach
    void services() {
        services = new BackingServices(engine, records, new BackingSettings(() -> "host", () -> bind, 2_100, 2_199));
    }

    @AfterEach
    void remove() {
        services.remove(name);
    }

    private BackingDesign design(String image, String password) {
        return new BackingDesign(name, image, List.of(), Map.of("PASSWORD", password), List.of(6379), "/data", 1 << 20, 0, 10,
                List.of(), Duration.ofMinutes(1), Map.of());
    }

    private void awaitRevival(BackingDesign design) {
        await().atMost(PATIENCE).until(() -> {
            services.keepRunning();
            return services.find(design).isPresent();
        });
    }

    @Test
    void oneWhoseContainerIsGoneIsMadeAgainAsItWas() {
        services.run(design(IMAGE, "first"));
        ServiceSpec before = engine.spec(name).orElseThrow();
        engine.loseContainers();
        assertThat(services.find(design(IMAGE, "first"))).isEmpty();

        awaitRevival(design(IMAGE, "first"));

        assertThat(engine.spec(name)).contains(before);
    }

    @Test
    void oneThatIsToBeReachedAtAnotherAddressMovesThereWithItsPort() {
        BackingDesign design = design(IMAGE, "first");
        int port = services.run(design).publicPort(6379);
        bind = "0.0.0.0";
        assertThat(services.find(design)).as("nobody is told the new address before it listens there").isEmpty();

        awaitRevival(design);

        assertThat(engine.spec(name).orElseThrow().ports()).containsExactly(new ServiceSpec.Port(6379, "0.0.0.0", port));
    }

    @Test
    void aChangeThatACrashCutShortIsDoneLater() {
        services.run(design(IMAGE, "first"));
        records.note(design(IMAGE, "second"), Map.of());
        assertThat(services.find(design(IMAGE, "second"))).as("it runs with the first one still").isEmpty();

        awaitRevival(design(IMAGE, "second"));

        assertThat(engine.spec(name).orElseThrow().environment()).isEqualTo(Map.of("PASSWORD", "second"));
    }

    @Test
    void aChangeThatFailsLeavesTheFormerDesign() {
        services.run(design(IMAGE, "first"));
        engine.refuse("broken", "it ended before it was healthy").lose("unbuilt");

        assertThatThrownBy(() -> services.run(design("broken", "second"))).isInstanceOf(DynoEngineException.class);
        assertThatThrownBy(() -> services.run(design("unbuilt", "third"))).isInstanceOf(UnbuiltImageException.class);

        assertThat(services.design(name)).contains(design(IMAGE, "first"));
        assertThat(services.find(design(IMAGE, "first"))).isPresent();
    }

    @Test
    void ofANewOneThatFailsNothingIsLeft() {
        engine.lose("unbuilt");

        assertThatThrownBy(() -> services.run(design("unbuilt", "first"))).isInstanceOf(UnbuiltImageException.class);

        assertThat(services.design(name)).isEmpty();
    }

    @Test
    void aRevivalThatDoesNotComeToAnEndIsInNobodysWay() throws Exception {
        services.run(design(IMAGE, "first"));
        engine.loseContainers();
        engine.stall(IMAGE);
        services.keepRunning();
        engine.awaitRun(IMAGE);
        services.keepRunning();

        CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> services.remove(name));
        try {
            assertThat(removal).succeedsWithin(PATIENCE);
        } finally {
            engine.goOn(IMAGE);
        }
        assertThat(services.design(name)).isEmpty();
        assertThat(engine.spec(name)).isEmpty();
    }

    @Test
    void aPortThatSomebodyElseListensOnIsReplacedUntilTheServiceHasRun() {
        engine.take(services.run(design(IMAGE, "first")).publicPort(6379));
        assertThatThrownBy(() -> services.run(design(IMAGE, "second"))).isInstanceOf(DynoEngineException.class);
        services.remove(name);

        BackingService other = services.run(design(IMAGE, "third"));

        assertThat(engine.spec(name).orElseThrow().ports().getFirst().host()).isEqualTo(other.publicPort(6379));
    }
}
