package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.router.Attempts.Next;
import dev.slipway.router.Upstreams.Lease;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppAttemptsTests {

    private static final String HOST = "shop.localhost";
    private static final Upstream ONE = new Upstream("one", "web.1", "127.0.0.1", 1);
    private static final Upstream TWO = new Upstream("two", "web.2", "127.0.0.1", 2);

    private final RouteTable table = new RouteTable();
    private final Upstreams upstreams = new Upstreams(table);

    @Test
    void theDynoWithFewerRequestsInFlightIsChosen() {
        serve(ONE, TWO);
        Lease busy = upstreams.enter(ONE);

        for (int i = 0; i < 20; i++) {
            Lease chosen = chosen(attempts());
            assertThat(chosen.upstream()).isEqualTo(TWO);
            chosen.close();
        }
        busy.close();
        assertThat(upstreams.inFlight(ONE)).isZero();
    }

    @Test
    void aDynoThatRefusedIsNotTriedAgainWhileAnotherIsLeft() {
        serve(ONE, TWO);
        AppAttempts attempts = attempts();
        Upstream first = refuse(attempts);

        assertThat(chosen(attempts).upstream()).isNotEqualTo(first);
        assertThat(chosen(attempts()).upstream()).isNotEqualTo(first);
    }

    @Test
    void theOnlyDynoIsTriedAfterEachPauseUntilThePausesAreUsedUp() {
        serve(ONE);
        AppAttempts attempts = attempts();
        for (Duration pause : TestRouter.PATIENT.pauses()) {
            refuse(attempts);
            assertThat(attempts.next()).isEqualTo(new Next.Pause(pause));
        }
        refuse(attempts);

        assertThat(attempts.next()).isEqualTo(new Next.GiveUp(RouterError.H21));
    }

    @Test
    void noMoreThanTenDynosAreTried() {
        serve(IntStream.range(0, 15)
                .mapToObj(i -> new Upstream("dyno" + i, "web." + i, "127.0.0.1", 1))
                .toArray(Upstream[]::new));
        AppAttempts attempts = attempts();
        for (int i = 0; i < 10; i++) {
            refuse(attempts);
        }

        assertThat(attempts.next()).isEqualTo(new Next.GiveUp(RouterError.H21));
    }

    @Test
    void anAttemptSeesWhatBecameOfTheRouteMeanwhile() {
        serve(ONE);
        AppAttempts attempts = attempts();
        refuse(attempts);
        table.apply(new RouteUpdate.Put(2, new Route(HOST, "key", "shop", Route.Status.CRASHED, List.of())));
        assertThat(attempts.next()).isEqualTo(new Next.GiveUp(RouterError.H10));
        table.apply(new RouteUpdate.Remove(3, HOST));
        assertThat(attempts.next()).isEqualTo(new Next.GiveUp(RouterError.NO_APP));
    }

    private void serve(Upstream... dynos) {
        table.apply(new RouteUpdate.Put(1, new Route(HOST, "key", "shop", Route.Status.SERVING, List.of(dynos))));
    }

    private AppAttempts attempts() {
        return new AppAttempts(HOST, table, upstreams, TestRouter.PATIENT);
    }

    private static Lease chosen(AppAttempts attempts) {
        Next next = attempts.next();
        assertThat(next).isInstanceOf(Next.Try.class);
        return ((Next.Try) next).lease();
    }

    private static Upstream refuse(AppAttempts attempts) {
        try (Lease lease = chosen(attempts)) {
            attempts.connectFailed(lease.upstream(), new ConnectException());
            return lease.upstream();
        }
    }
}
