package dev.slipway.platform.backing;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public interface BackingServices {
    BackingService run(BackingDesign design);
    Optional<BackingService> find(String name);
    void remove(String name);
    int exec(String name, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out, OutputStream err, Duration limit);
    String host();
}
