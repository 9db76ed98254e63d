package dev.slipway.runtime;

/**
 * The processes of commands that were run in a container beside its own. Docker has no way to end such a command, nor
 * does it end by itself when its client goes: its processes are told by a variable in their environment, and signalled
 * from inside, by a shell of the container.
 */
final class SessionProcesses {
    /** The variable; its value is the session's id. */
    static final String VARIABLE = "SLIPWAY_SESSION";

    // $1 is a signal, $2 the session's id, or nothing for those of all sessions.
    private static final String SIGNAL_ALL = """
            for slipway_process in /proc/[0-9]*; do
              if tr '\\0' '\\n' < "$slipway_process/environ" | grep -q "^SLIPWAY_SESSION=$2"; then
                kill -s "$1" "${slipway_process#/proc/}"
              fi
            done 2>/dev/null
            """;

    private SessionProcesses() {}

    /** @param signal for example {@code TERM} */
    static void signal(ContainerApi containers, String container, String signal, String session) {
        containers.output(container, "/bin/sh", "-c", SIGNAL_ALL, "slipway", signal, session);
    }

    static void killAll(ContainerApi containers, String container) {
        signal(containers, container, "KILL", "");
    }
}
