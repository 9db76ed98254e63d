package dev.slipway.platform;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two transactions at once: one has changed something, and the other wants to. */
final class LockWaits {

    private LockWaits() {}

    /** Begins {@code action}, and returns once it waits for what the caller's transaction holds. */
    static <T> CompletableFuture<T> begin(JdbcTemplate sql, Callable<T> action) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> {
            try {
                return action.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, Thread::startVirtualThread);
        // In this thread, whose transaction it is.
        await().pollInSameThread().atMost(Duration.ofMinutes(1)).failFast("it does not wait", result::isDone).until(() ->
                sql.queryForObject("select exists (select from pg_locks where not granted"
                        + " and pg_backend_pid() = any(pg_blocking_pids(pid)))", Boolean.class));
        return result;
    }
}
