package dev.slipway.searchbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One OpenSearch node, alone, on port 9200 with a password. */
public final class Searchbox extends Node {

    private Searchbox(Settings settings, Path home) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "searchbox"),
                List.of(Netty4Plugin.class, PasswordPlugin.class), false);
    }

    /** @param arguments the folder for all data */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Searchbox node = new Searchbox(Settings.builder()
                .put("path.home", home.toString())
                .put("cluster.name", "searchbox")
                .put("discovery.type", "single-node")
                .put("http.type", "netty4")
                .put("http.host", "0.0.0.0")
                .put("http.port", "9200")
                .put("transport.type", "netty4")
                .put("transport.host", "127.0.0.1")
                // There is no second node for copies, and a disk that fills up is the administrator's to see.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("node.processors", 1)
                .build(), home);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
                node.awaitClose(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                System.err.println("searchbox: " + e);
            }
        }));
        node.start();
        // All of its threads are daemons.
        new CountDownLatch(1).await();
    }
}
