package dev.slipway.platform.wiring;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;

/**
 * Lets transactions have the pool's connections in the order in which they asked. The pool alone lets newcomers overtake, so that
 * under load some requests wait for seconds.
 */
final class FairTransactions extends JpaTransactionManager {

    private static final long serialVersionUID = 1;

    private final transient Semaphore places;
    private final Duration patience;

    /**
     * @param atOnce   how many transactions there are connections for
     * @param patience how long one waits before it fails
     */
    FairTransactions(int atOnce, Duration patience) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        await();
        try {
            super.doBegin(transaction, definition);
        } catch (RuntimeException | Error e) {
            places.release();
            throw e;
        }
    }

    private void await() {
        boolean admitted;
        try {
            admitted = places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            admitted = false;
        }
        if (!admitted) {
            throw new CannotCreateTransactionException("No connection to the database became free within " + patience.toSeconds() + " s");
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        try {
            super.doCleanupAfterCompletion(transaction);
        } finally {
            places.release();
        }
    }
}
