package dev.slipway.router;

import java.time.Duration;
import java.util.List;

/**
 * How long the router waits, for what.
 *
 * @param connect     for a TCP connection to an upstream
 * @param firstByte   for the response's head, counted from the end of the request
 * @param idle        without a byte in either direction once data flows; also for upgraded connections
 * @param waiting     for the next request on a client's connection, and for its head to be complete
 * @param quarantine  during which an upstream that could not be reached is left out while others can be
 * @param pauses      before trying again when no upstream is left to try; their number bounds the rounds
 * @param keepAlive   for which an unused upstream connection stays in the pool
 * @param linger      for which the rest of an unwanted request is read, so that the client sees the answer, not a reset
 */
record Timings(
        Duration connect,
        Duration firstByte,
        Duration idle,
        Duration waiting,
        Duration quarantine,
        List<Duration> pauses,
        Duration keepAlive,
        Duration linger) {

    /** Heroku's: connect 5 s, H12 after 30 s, H15 after 55 s, keep-alive 90 s. */
    static Timings heroku() {
        return new Timings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(55),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800)),
                Duration.ofSeconds(90),
                Duration.ofSeconds(2));
    }

    /**
     * For the control plane: a git push is silent for as long as a build is, so only connections whose peer has
     * evidently vanished are given up.
     */
    Timings forControlPlane() {
        Duration hour = Duration.ofHours(1);
        return new Timings(
                connect, hour, hour, waiting, quarantine, pauses.stream().limit(2).toList(), keepAlive, linger);
    }
}
