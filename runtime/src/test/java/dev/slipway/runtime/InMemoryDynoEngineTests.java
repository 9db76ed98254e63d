package dev.slipway.runtime;

class InMemoryDynoEngineTests extends DynoEngineContract {

    @Override
    DynoEngine open(DynoListener listener) {
        return new InMemoryDynoEngine(listener)
                .on(crashing(), new InMemoryDynoEngine.Behaviour.Crashes(FAILURE, LAST_WORDS))
                .on(deaf(), new InMemoryDynoEngine.Behaviour.NeverListens("it listens nowhere"));
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
    void crash(Dyno dyno) {
        InMemoryDynoEngine inMemory = (InMemoryDynoEngine) engine;
        inMemory.crash(dyno.id(), 1);
        inMemory.recover(dyno.id());
    }
}
