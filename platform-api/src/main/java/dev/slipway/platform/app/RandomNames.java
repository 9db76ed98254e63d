package dev.slipway.platform.app;

import java.security.SecureRandom;
import java.util.List;

/** Names for what is made without one. */
public final class RandomNames {

    private static final List<String> ADJECTIVES = List.of("amber", "ancient", "arctic", "autumn", "blooming", "bold",
            "brisk", "calm", "clear", "cobalt", "coral", "crimson", "damp", "dawn", "deep", "distant", "dry", "eager",
            "early", "evening", "fading", "fierce", "floating", "frosty", "gentle", "glacial", "golden", "green", "hidden",
            "hollow", "humble", "icy", "indigo", "intense", "jolly", "late", "lively", "long", "lunar", "mellow", "mighty",
            "misty", "morning", "mossy", "nimble", "noble", "northern", "pale", "patient", "polar", "proud", "quiet",
            "rapid", "rough", "salty", "serene", "shallow", "shining", "silent", "silver", "sleepy", "solar", "spring",
            "steady", "still", "stormy", "summer", "sunny", "swift", "tidal", "tranquil", "twilight", "warm", "wild",
            "windy", "winter", "young");
    private static final List<String> NOUNS = List.of("anchor", "bay", "beacon", "birch", "boat", "breeze", "bridge",
            "brook", "buoy", "canal", "cape", "castle", "cliff", "cloud", "coast", "cove", "creek", "current", "delta",
            "dock", "dune", "falls", "ferry", "field", "fjord", "fog", "forest", "garden", "gull", "harbor", "haven",
            "heron", "hill", "island", "jetty", "keel", "lagoon", "lake", "lantern", "lighthouse", "marsh", "mast",
            "meadow", "moon", "mountain", "oak", "oar", "ocean", "pebble", "pelican", "pier", "pine", "plain", "pond",
            "port", "quay", "rain", "reef", "ridge", "river", "sail", "sand", "sea", "shell", "shore", "sky", "snow",
            "spruce", "star", "stone", "strait", "stream", "tide", "valley", "vessel", "wave", "willow", "wind");

    private final SecureRandom random = new SecureRandom();

    /** For an app: adjective, noun, number. */
    AppName next() {
        return new AppName(pick(ADJECTIVES) + "-" + pick(NOUNS) + "-" + number());
    }

    /** For something of a kind: {@code kind}, adjective, number. */
    public String of(String kind) {
        return kind + "-" + pick(ADJECTIVES) + "-" + number();
    }

    private int number() {
        return 10_000 + random.nextInt(90_000);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
