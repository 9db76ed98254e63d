package dev.slipway.platform.drain;

import dev.slipway.platform.account.Account;
import dev.slipway.platform.api.ApiException;
import dev.slipway.platform.app.App;
import dev.slipway.platform.app.AppActivity;
import dev.slipway.platform.log.AppLogs;
import dev.slipway.platform.log.LogSubscription;
import dev.slipway.platform.net.OutboundAddresses.ForbiddenAddressException;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** The log drains of all apps. What waits for one that is slow or away is bounded, and nobody else waits for it. */
@Service
public class Drains {

    private static final Logger LOG = LoggerFactory.getLogger(Drains.class);
    /** As many as on Heroku. */
    private static final int BUFFERED = 1024;

    private final DrainRecords records;
    private final AppLogs logs;
    private final DrainSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final CloseableHttpClient http;
    private final Map<UUID, LogSubscription> running = new ConcurrentHashMap<>();

    Drains(DrainRecords records, AppLogs logs, DrainSettings settings, ApplicationEventPublisher events,
           Clock clock) {
        this.records = records;
        this.logs = logs;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.http = DrainClient.of(settings);
    }

    /** Takes up all drains, before the first line is written. */
    public void start() {
        for (LogDrain drain : records.all()) {
            try {
                begin(drain);
            } catch (UncheckedIOException e) { // a full disk, which is no reason to start nothing
                LOG.error("A drain does not run until the platform is restarted, drain={}", drain.id(), e);
            }
        }
    }

    List<LogDrain> of(App app) {
        return records.of(app);
    }

    /** @throws ApiException 422 if the drain cannot lead there, is there already, or the app has enough */
    LogDrain add(App app, Account by, DrainUrl url) {
        checkAddress(url);
        LogDrain drain = records.add(app, url);
        begin(drain);
        // The first line that it gets: who adds a drain sees at once whether it works.
        events.publishEvent(new AppActivity(app, by, "Add log drain to " + url.place()));
        return drain;
    }

    /** @throws ApiException 404 if there is none */
    LogDrain require(App app, String idTokenOrUrl) {
        return of(app).stream().filter(drain -> drain.isCalled(idTokenOrUrl)).findFirst()
                .orElseThrow(() -> ApiException.notFound("log drain"));
    }

    void remove(App app, Account by, LogDrain drain) {
        records.remove(drain);
        LogSubscription lines = running.remove(drain.id());
        if (lines != null) {
            lines.close();
        }
        events.publishEvent(new AppActivity(app, by, "Remove log drain to " + drain.url().place()));
    }

    /** It ends when it is removed, and with the app's log. */
    private void begin(LogDrain drain) {
        LogSubscription lines = logs.subscribe(drain.appId().toString(), BUFFERED);
        running.put(drain.id(), lines);
        DrainWorker worker = new DrainWorker(drain, delivery(drain), lines, logs, clock);
        Thread.ofVirtual().name("drain " + drain.url().place()).start(() -> {
            worker.run();
            running.remove(drain.id(), lines);
        });
    }

    private Delivery delivery(LogDrain drain) {
        return switch (drain.url().scheme()) {
            case HTTPS -> new HttpsDelivery(drain.url(), drain.token(), http);
            case SYSLOG, SYSLOG_TLS -> new SyslogDelivery(drain.url(), drain.token(), settings);
        };
    }

    /** Tells a user now what would become an error in the log; what counts is the check at each connection. */
    private void checkAddress(DrainUrl url) {
        try {
            settings.addresses().resolve(url.host());
        } catch (ForbiddenAddressException e) {
            throw ApiException.invalid("Url is invalid: " + e.getMessage() + ". Give a server outside of this installation, "
                    + "or ask your administrator about slipway.outbound.networks.");
        } catch (UnknownHostException e) {
            // It may be known later.
        }
    }

    @PreDestroy
    void close() throws IOException {
        running.values().forEach(LogSubscription::close); // no request that is cut off now is a receiver's failure
        http.close();
    }
}
