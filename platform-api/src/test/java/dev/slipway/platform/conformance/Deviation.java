package dev.slipway.platform.conformance;

/**
 * A way in which an answer is not as Heroku publishes it.
 *
 * @param object  of the published schema: {@code app}, {@code dyno}; {@code error} for the body of a 4xx or 5xx
 * @param at      JSON pointer within that object, with {@code *} for every element of a list; empty for the object itself
 * @param problem what is wrong there: {@code lacks region}, {@code type}, {@code format}, {@code enum}
 */
record Deviation(String object, String at, String problem) implements Comparable<Deviation> {

    @Override
    public int compareTo(Deviation other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return object + (at.isEmpty() ? "" : " " + at) + ": " + problem;
    }
}
