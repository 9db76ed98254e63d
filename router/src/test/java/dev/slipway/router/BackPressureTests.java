package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackPressureTests {

    private static final String HOST = "big.localhost";
    private static final long TOTAL = 200L * 1024 * 1024;
    // What four socket buffers on loopback may swallow, and a wide margin; far below TOTAL.
    private static final long IN_SOCKETS = 64L * 1024 * 1024;
    private static final long IN_ROUTER = 16L * 1024 * 1024;

    @TempDir
    Path home;

    private final long heldByOthers = directMemory();

    @Test
    void aSlowDynoHoldsUpAFastUploadAndThenGetsAllOfIt() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    mayRead.await();
                    long received = skip(wire.in(), TOTAL);
                    String body = String.valueOf(received);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                });
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + TOTAL + "\r\n\r\n");
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> pump(client, sent), Thread::startVirtualThread);

            assertThat(awaitStandstill(sent)).isLessThan(IN_SOCKETS);
            assertThat(routerMemory()).isLessThan(IN_ROUTER);
            assertThat(writer).isNotDone();
            mayRead.countDown();

            assertThat(client.readResponse().body()).isEqualTo(String.valueOf(TOTAL));
            writer.get(60, TimeUnit.SECONDS);
            assertThat(routerMemory()).isLessThan(IN_ROUTER);
        }
    }

    @Test
    void aSlowClientHoldsUpAFastDynoAndThenGetsAllOfIt() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (TestUpstream shop = new TestUpstream(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
                    pump(wire, sent);
                    wire.readHead();
                });
                TestRouter router = TestRouter.start(home).route(HOST, shop.upstream());
                Wire client = router.connect()) {
            client.get(HOST, "/").readHead();

            assertThat(awaitStandstill(sent)).isBetween(1L, IN_SOCKETS);
            assertThat(routerMemory()).isLessThan(IN_ROUTER);

            assertThat(skip(client.in(), TOTAL)).isEqualTo(TOTAL);
            assertThat(routerMemory()).isLessThan(IN_ROUTER);
        }
    }

    private static void pump(Wire wire, AtomicLong sent) {
        byte[] block = new byte[64 * 1024];
        while (sent.get() < TOTAL) {
            wire.send(block);
            sent.addAndGet(block.length);
        }
    }

    private static long skip(InputStream in, long count) throws IOException {
        byte[] block = new byte[64 * 1024];
        long read = 0;
        while (read < count) {
            int n = in.read(block);
            if (n < 0) {
                break;
            }
            read += n;
        }
        return read;
    }

    /** The counter's value once it has begun to count and has not moved for a second. */
    private static long awaitStandstill(AtomicLong counter) throws InterruptedException {
        long last = -1;
        for (int still = 0; still < 10; ) {
            TimeUnit.MILLISECONDS.sleep(100);
            long now = counter.get();
            still = now == last && now > 0 ? still + 1 : 0;
            last = now;
        }
        return last;
    }

    /** What the buffers of this test take, not those that routers of earlier tests left behind. */
    private long routerMemory() {
        return directMemory() - heldByOthers;
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
    }
}
