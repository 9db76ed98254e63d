package dev.slipway.platform.rendezvous;

/**
 * A command as the CLI sends it with {@code --exit-code}, taken apart: the CLI has the shell print the status, but a
 * command may leave the shell before that, and a terminal may break the line. The platform reports the status itself.
 *
 * @param command   without the CLI's addition
 * @param requested whether there was one
 */
public record StatusReport(String command, boolean requested) {

    static final String MARKER = "\uFFFF heroku-command-exit-status: ";
    private static final String SUFFIX = "; echo \"" + MARKER + "$?\"";

    public static StatusReport of(String command) {
        String text = command.stripTrailing();
        return text.endsWith(SUFFIX)
                ? new StatusReport(text.substring(0, text.length() - SUFFIX.length()).stripTrailing(), true)
                : new StatusReport(command, false);
    }
}
