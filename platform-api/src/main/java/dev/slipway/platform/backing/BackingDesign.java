package dev.slipway.platform.backing;

import java.time.Duration;
import java.util.List;
import java.util.Map;

public record BackingDesign(String name, String image, List<String> command, Map<String, String> environment, List<Integer> ports,
        String mount, long memoryBytes, double cpus, List<String> health, Duration bootTimeout, Map<String, String> labels) {}
