package dev.slipway.platform.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a server does when its memory is full. */
enum MaxmemoryPolicy {

    NOEVICTION("noeviction", "returns errors when the memory limit is reached"),
    ALLKEYS_LFU("allkeys-lfu", "removes the keys that are used least often"),
    VOLATILE_LFU("volatile-lfu", "removes the keys that are used least often, of those that expire"),
    ALLKEYS_LRU("allkeys-lru", "removes the keys that were not used for longest"),
    VOLATILE_LRU("volatile-lru", "removes the keys that were not used for longest, of those that expire"),
    ALLKEYS_RANDOM("allkeys-random", "removes any keys"),
    VOLATILE_RANDOM("volatile-random", "removes any keys, of those that expire"),
    VOLATILE_TTL("volatile-ttl", "removes the keys that expire soonest");

    private final String word;
    private final String meaning;

    MaxmemoryPolicy(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The server's name of it. */
    String word() {
        return word;
    }

    static Optional<MaxmemoryPolicy> find(String word) {
        return Stream.of(values()).filter(policy -> policy.word.equals(word)).findFirst();
    }

    /** Each word with what it means. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (MaxmemoryPolicy policy : values()) {
            meanings.put(policy.word, policy.meaning);
        }
        return meanings;
    }
}
