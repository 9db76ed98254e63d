package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class during which Netty found a buffer that nobody released. */
public final class LeakCheck implements AfterAllCallback {

    private static final ListAppender<ILoggingEvent> FOUND = new ListAppender<>();

    static {
        FOUND.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(FOUND);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.gc();
        // The detector reports what was collected when the next buffer is allocated.
        ByteBufAllocator.DEFAULT.directBuffer(1).release();
        assertThat(List.copyOf(FOUND.list)).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}
