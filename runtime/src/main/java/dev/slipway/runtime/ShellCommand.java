package dev.slipway.runtime;

/**
 * How a dyno's command line is run: constant text that gets the user's string as its first argument, so that it is data
 * to every shell but the dyno's own.
 */
final class ShellCommand {
    /** Variable that tells tini, PID 1 of the container, to pass SIGTERM to all processes as Heroku does: 1. */
    static final String INIT_SIGNALS_THE_GROUP = "TINI_KILL_PROCESS_GROUP";

    // Without the trap bash would die of the group's SIGTERM at once, the container with it, and the server would get
    // SIGKILL in the middle of its last requests. Bash runs a trap when the command in the foreground has ended; `wait`
    // is for those in the background. Commands after a `;` are not begun any more.
    private static final String LAUNCHER = """
            trap 'slipway_status=$?; wait; exit "$slipway_status"' TERM
            for slipway_profile in /app/.profile.d/*.sh; do
              if [ -r "$slipway_profile" ]; then . "$slipway_profile"; fi
            done
            unset slipway_profile
            eval "$1"
            """;

    // The window has its size before the command looks for it; what follows finds no trace of the two arguments.
    private static final String TERMINAL_LAUNCHER = """
            stty columns "$2" rows "$3"
            set -- "$1"
            """ + LAUNCHER;

    private ShellCommand() {}

    /** The container's entrypoint; the command line follows as its only argument. */
    static String[] entrypoint() {
        return new String[] {"/bin/bash", "-c", LAUNCHER, "slipway"};
    }

    /** As {@link #entrypoint()}, in a terminal; the command line, the columns and the rows follow as arguments. */
    static String[] terminalEntrypoint() {
        return new String[] {"/bin/bash", "-c", TERMINAL_LAUNCHER, "slipway"};
    }
}
