package dev.slipway.platform.container;

import dev.slipway.platform.addon.Addon;
import dev.slipway.platform.crypto.Vault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The values of the variables of {@link Template}s. Those that are made up are derived from the add-on's id under the key of
 * the {@link Vault}: they are the same at every attempt to make the add-on, and for as long as it lives, without being kept.
 */
@Component
class ContainerVariables {

    private static final String HOST = "HOST";
    private static final String PORT = "PORT";
    private static final String MEMORY_MB = "MEMORY_MB";
    private static final int NAME_LENGTH = 14;
    private static final int PASSWORD_LENGTH = 32;
    /** No signs that mean something in a URL or a configuration file, nor letters that fonts make alike. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Vault vault;

    ContainerVariables(Vault vault) {
        this.vault = vault;
    }

    /** What is known before the container runs. */
    static Set<String> inside() {
        return Set.of("USER", "PASSWORD", "ADMIN_PASSWORD", "DATABASE", MEMORY_MB);
    }

    /** The same and where the container is reached; a port has a variable of its own, too: {@code PORT_5672}. */
    static Set<String> outside(List<Integer> ports) {
        Set<String> all = new TreeSet<>(inside());
        all.add(HOST);
        all.add(PORT);
        all.addAll(ports.stream().map(port -> PORT + "_" + port).collect(Collectors.toSet()));
        return all;
    }

    /** @param memory of the container; {@code MEMORY_MB} is what its process should use of it, with a quarter to spare */
    Map<String, String> inside(Addon addon, DataSize memory) {
        String name = "u" + derived(addon, "user", NAME_LENGTH);
        return Map.of("USER", name, "PASSWORD", derived(addon, "password", PASSWORD_LENGTH),
                "ADMIN_PASSWORD", derived(addon, "admin password", PASSWORD_LENGTH),
                "DATABASE", "d" + derived(addon, "database", NAME_LENGTH), MEMORY_MB,
                Long.toString(Math.max(1, memory.toMegabytes() * 3 / 4)));
    }

    /** @param ports in the file's order; each port of the container with the one it has on {@code host} */
    static Map<String, String> outside(Map<String, String> inside, String host, List<Integer> ports,
                                       Map<Integer, Integer> published) {
        Map<String, String> all = new HashMap<>(inside);
        all.put(HOST, host);
        all.put(PORT, Integer.toString(published.get(ports.getFirst())));
        ports.forEach(port -> all.put(PORT + "_" + port, Integer.toString(published.get(port))));
        return all;
    }

    private String derived(Addon addon, String what, int length) {
        byte[] bits = vault.sign("add-on " + addon.id() + " " + what);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(bits[i] & (ALPHABET.length() - 1)));
        }
        return text.toString();
    }
}
