package dev.slipway.runtime;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.RestartPolicy;
import java.time.Instant;
import java.util.Objects;

/**
 * What Docker says of a container.
 *
 * @param running      whether its process runs; false while Docker waits to start it again
 * @param restarting   whether Docker waits to start it again
 * @param keptRunning  whether Docker starts it again when its process ends: only dynos whose launch succeeded, and
 *                     whose stop has not begun, have such a restart policy
 * @param startedAt    when its newest process started; before 1970 when none did
 * @param finishedAt   when the process before ended; before 1970 when none did
 * @param exitStatus   of the process that ended last; 0 while one runs
 * @param visited      whether commands were run inside, for somebody beside its own process
 */
record ContainerState(boolean running, boolean restarting, boolean keptRunning, Instant startedAt, Instant finishedAt,
                      int exitStatus, boolean visited) {

    static ContainerState of(InspectContainerResponse inspected) {
        InspectContainerResponse.ContainerState state = inspected.getState();
        boolean restarting = Boolean.TRUE.equals(state.getRestarting());
        RestartPolicy policy = inspected.getHostConfig().getRestartPolicy();
        // Docker calls a container that waits for its restart "running" as well.
        return new ContainerState(Boolean.TRUE.equals(state.getRunning()) && !restarting, restarting,
                policy != null && RestartPolicy.unlessStoppedRestart().getName().equals(policy.getName()),
                Instant.parse(Objects.requireNonNull(state.getStartedAt())),
                Instant.parse(Objects.requireNonNull(state.getFinishedAt())),
                Math.toIntExact(Objects.requireNonNullElse(state.getExitCodeLong(), 0L)) & 0xFF,
                inspected.getExecIds() != null && !inspected.getExecIds().isEmpty());
    }
}
