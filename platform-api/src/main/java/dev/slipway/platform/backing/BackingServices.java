package dev.slipway.platform.backing;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
public class BackingServices {
    private static final String P = "pgwip-";

    public BackingService run(BackingDesign d) {
        if (find(d.name()).isEmpty()) {
            List<String> argv = new ArrayList<>(List.of("docker", "run", "-d", "--label", "pgwip=1", "--name", P + d.name(), "-p", "0.0.0.0::5432",
                "-m", Long.toString(d.memoryBytes()), "--cpus", Double.toString(d.cpus())));
            d.environment().forEach((k, v) -> argv.addAll(List.of("-e", k + "=" + v)));
            argv.add(d.image());
            argv.addAll(d.command());
            sh(argv);
        }
        for (int i = 0; i < 300; i++) {
            List<String> h = new ArrayList<>(List.of("docker", "exec", P + d.name()));
            h.addAll(d.health());
            try { sh(h); break; } catch (IllegalStateException e) { try { Thread.sleep(200); } catch (InterruptedException x) { throw new IllegalStateException(x); } }
        }
        return find(d.name()).orElseThrow();
    }

    public Optional<BackingService> find(String name) {
        try {
            String[] o = sh(List.of("docker", "inspect", "-f", "{{.NetworkSettings.IPAddress}} {{(index (index .NetworkSettings.Ports \"5432/tcp\") 0).HostPort}}", P + name)).strip().split(" ");
            return Optional.of(new BackingService(name, o[0], Map.of(5432, Integer.parseInt(o[1]))));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    public void remove(String name) {
        if (find(name).isPresent()) {
            sh(List.of("docker", "rm", "-fv", P + name));
        }
    }

    public int exec(String name, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out, OutputStream err, Duration limit) {
        throw new UnsupportedOperationException();
    }

    public String host() {
        return "127.0.0.1";
    }

    private static String sh(List<String> argv) {
        try {
            Process p = new ProcessBuilder(argv).redirectErrorStream(true).start();
            String out = new String(p.getInputStream().readAllBytes());
            if (p.waitFor() != 0) {
                throw new IllegalStateException(argv.get(1) + ": " + out);
            }
            return out;
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
