package dev.slipway.builder;

import java.util.Map;

/** How a build ended. A new case makes the compiler list every switch to revisit. */
public sealed interface BuildOutcome {

    /**
     * The image exists in the engine.
     *
     * @param image        the image reference to run, {@code repository:tag}
     * @param buildpack    display name of what built it, for example {@code Python}; of several {@code Python, Java}
     * @param processTypes process type to command, in Procfile order; {@code release} among them if declared; empty
     *                     when neither a Procfile nor the language names one
     * @param slugBytes    size of {@code /app} in the image as an uncompressed tar
     */
    record Built(String image, String buildpack, Map<String, String> processTypes, long slugBytes)
            implements BuildOutcome {}

    /** No buildpack recognises this source tree. The log already says so, in Heroku's words. */
    record NotDetected() implements BuildOutcome {}

    /**
     * The build did not finish; nothing of it is left in the engine.
     *
     * @param reason one line, fit for the pusher's terminal and not yet in the log: what is wrong and, where that is
     *               known, what to do
     */
    record Failed(String reason) implements BuildOutcome {}
}
