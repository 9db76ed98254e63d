package dev.slipway.platform.backing;

import java.util.Map;

public record BackingService(String name, String address, Map<Integer, Integer> ports) {}
