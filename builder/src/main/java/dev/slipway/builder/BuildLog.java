package dev.slipway.builder;

/** Receives the build's output in Heroku's format, line by line, while it happens. */
@FunctionalInterface
public interface BuildLog {

    /** Takes one line without its line break, for example {@code -----> Python app detected}. Must not throw. */
    void line(String text);
}
