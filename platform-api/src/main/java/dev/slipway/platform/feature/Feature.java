package dev.slipway.platform.feature;

import java.util.Arrays;
import java.util.Optional;

/** Heroku's features of an app that mean something here. */
enum Feature {

    PREBOOT("preboot", "New web dynos take over before the old ones stop", true),
    RUNTIME_HEROKU_EXEC("runtime-heroku-exec", "Open a shell in a running dyno", true),
    RUNTIME_DYNO_METADATA("runtime-dyno-metadata",
            "Tell dynos their app and release in HEROKU_APP_NAME, HEROKU_RELEASE_VERSION and the like", false);

    private final String label;
    private final String description;
    private final boolean always;

    Feature(String label, String description, boolean always) {
        this.label = label;
        this.description = description;
        this.always = always;
    }

    static Optional<Feature> find(String name) {
        return Arrays.stream(values()).filter(feature -> feature.label.equals(name)).findFirst();
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** Whether every app has it, and none can be without. */
    boolean always() {
        return always;
    }

    /** The CLI shows {@code general} ones under {@code features}, others under {@code labs}. */
    String state() {
        return always ? "general" : "public";
    }
}
