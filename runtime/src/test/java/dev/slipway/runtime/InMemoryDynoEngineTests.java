package dev.slipway.runtime;

import java.time.Duration;

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
}
