package dev.slipway.platform.log;

/**
 * Which lines a reader wants.
 *
 * @param source  {@code app} or {@code heroku}; empty for both
 * @param process a dyno ({@code web.1}), a process type ({@code web}), {@code router} or {@code api}; empty for all
 */
public record LogFilter(String source, String process) {

    boolean accepts(LogRecord line) {
        return (source.isEmpty() || source.equals(line.source()))
                && (process.isEmpty() || process.equals(line.process()) || line.process().startsWith(process + "."));
    }
}
