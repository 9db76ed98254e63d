package dev.slipway.runtime;

/**
 * The processes of commands that were run in a container beside its own. Docker has no way to end such a command, nor
 * does it end by itself when its client goes: its processes are told by a variable in their environment, and signalled
 * from inside, by a shell of the container.
 */
final class SessionProcesses {
    /** The variable; its value is the session's id. */
    static final String VARIABLE = "SLIPWAY_SESSION";

    // $1 is a signal, $2 the session's id, or nothing for those of all sessions, $3 in how many rounds at most: a process may
    // begin another one in the moment in which it is killed.
    private static final String SIGNAL_ALL = """
            slipway_rounds=$3
            while [ "$slipway_rounds" -gt 0 ]; do
              slipway_rounds=$((slipway_rounds - 1)) slipway_found=
              for slipway_process in /proc/[0-9]*; do
                if tr '\\0' '\\n' < "$slipway_process/environ" | grep -q "^SLIPWAY_SESSION=$2"; then
                  slipway_found=yes
                  kill -s "$1" "${slipway_process#/proc/}"
                fi
              done 2>/dev/null
              [ "$slipway_found" ] || break
            done
            """;

    private SessionProcesses() {}

    /** @param signal for example {@code TERM} */
    static void signal(ContainerApi containers, String container, String signal, String session) {
        signal(containers, container, signal, session, 1);
    }

    static void kill(ContainerApi containers, String container, String session) {
        signal(containers, container, "KILL", session, 10);
    }

    static void killAll(ContainerApi containers, String container) {
        kill(containers, container, "");
    }

    private static void signal(ContainerApi containers, String container, String signal, String session, int rounds) {
        containers.output(container, "/bin/sh", "-c", SIGNAL_ALL, "slipway", signal, session, Integer.toString(rounds));
    }
}
