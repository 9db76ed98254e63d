package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InMemoryDynoEngineTests extends DynoEngineContract {

    @Override
    DynoEngine open(DynoListener listener) {
        return new InMemoryDynoEngine(listener)
                .on(crashing(), new InMemoryDynoEngine.Behaviour.Crashes(FAILURE, LAST_WORDS))
                .on(deaf(), new InMemoryDynoEngine.Behaviour.NeverListens("it listens nowhere"))
                .program(crashing(), (_, _, output) -> {
                    output.println(LAST_WORDS);
                    return FAILURE;
                })
                .program(deaf(), (_, _, output) -> {
                    output.println("ready");
                    Thread.sleep(Duration.ofMinutes(10));
                    return 0;
                })
                .program(copying(), (_, input, output) -> {
                    input.transferTo(output);
                    return 0;
                });
    }

    @Override
    String copying() {
        return "copy";
    }

    @Override
    String healthy() {
        return "serve";
    }

    @Override
    String crashing() {
        return "crash";
    }

    @Override
    String deaf() {
        return "run";
    }

    @Override
    void awaitReady(String dyno) {
        // Its thread hears of a stop whenever that comes.
    }

    @Override
    void crash(Dyno dyno) {
        InMemoryDynoEngine inMemory = (InMemoryDynoEngine) engine;
        inMemory.crash(dyno.id(), 1);
        inMemory.recover(dyno.id());
    }

    @Test
    void aStopInterruptsNoListener() throws Exception {
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        DynoListener slow = new DynoListener() {
            @Override
            public void stateChanged(Dyno dyno, DynoState from) {}

            @Override
            public void wrote(Dyno dyno, Instant at, String text) {}

            @Override
            public void processExited(Dyno dyno, int exitStatus) {
                telling.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            }
        };
        try (DynoEngine told = open(slow)) {
            told.start();
            OneOffSpec spec = oneOff("ends at once");
            told.run(spec);
            telling.await();

            Thread stop = Thread.ofVirtual().start(() -> told.stop(spec.id()));
            Eventually.holds("the stop waits", () -> stop.getState().name().endsWith("WAITING") || interrupted.get());
            mayGoOn.countDown();
            stop.join();

            assertThat(interrupted).isFalse();
            assertThat(told.oneOffs()).isEmpty();
        }
    }
}
