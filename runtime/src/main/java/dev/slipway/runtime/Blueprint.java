package dev.slipway.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a dyno's container is made of; what a tenant's process may do at most is decided here and nowhere else. */
final class Blueprint {
    private static final String APP_USER = "1000:1000";
    private static final Set<String> ROOT = Set.of("", "root", "0");
    /** Any dyno is to die before the platform, the database or the router when the machine's memory is used up. */
    static final int OOM_SCORE = 500;
    /** The log on disk is the buffer between a dyno and a slower reader; what does not fit is dropped, oldest first. */
    private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "10m", "max-file", "2");

    private Blueprint() {}

    /**
     * @param imageUser the user that the image names, empty when none; root is not accepted
     * @return the request that creates the container; nothing is sent yet
     */
    static CreateContainerCmd of(DockerClient client, RuntimeSettings settings, DynoSpec spec, DynoIdentity dyno,
                                 String imageUser) {
        CreateContainerCmd command = client.createContainerCmd(spec.image())
                .withName(dyno.container())
                .withLabels(dyno.labels(settings.owner()))
                .withEntrypoint(ShellCommand.entrypoint())
                .withCmd(spec.command())
                .withEnv(environment(spec, dyno))
                .withStopSignal("SIGTERM")
                .withStopTimeout(Math.toIntExact(settings.stopGrace().toSeconds()))
                .withIpv4Address(dyno.host())
                .withHostConfig(limits(settings, spec));
        return isRoot(imageUser) ? command.withUser(APP_USER) : command;
    }

    /**
     * As {@link #of}, for a client to be attached: its output is the client's alone, so none of it is kept.
     *
     * @param terminal empty for a process without one, whose standard input ends with its client's
     */
    static CreateContainerCmd attached(DockerClient client, RuntimeSettings settings, DynoSpec spec, DynoIdentity dyno,
                                       String imageUser, Optional<Terminal> terminal) {
        CreateContainerCmd command = of(client, settings, spec, dyno, imageUser)
                .withHostConfig(limits(settings, spec).withLogConfig(new LogConfig(LogConfig.LoggingType.NONE)))
                .withStdinOpen(true)
                .withStdInOnce(terminal.isEmpty())
                .withTty(terminal.isPresent());
        return terminal.map(size -> command.withEntrypoint(ShellCommand.terminalEntrypoint())
                .withCmd(spec.command(), Integer.toString(size.columns()), Integer.toString(size.rows()))).orElse(command);
    }

    private static HostConfig limits(RuntimeSettings settings, DynoSpec spec) {
        return confined()
                .withNetworkMode(settings.network())
                .withExtraHosts(settings.extraHosts())
                // A launch that does not finish must not leave a dyno behind that Docker keeps alive.
                .withRestartPolicy(RestartPolicy.noRestart())
                .withPidsLimit(settings.pidsLimit())
                .withMemory(spec.memoryBytes())
                .withMemorySwap(spec.memoryBytes()) // memory and swap together: no swap
                .withCpuShares(spec.cpuShares())
                .withOomScoreAdj(OOM_SCORE);
    }

    /** What no container is without, a dyno's or another's. */
    static HostConfig confined() {
        return HostConfig.newHostConfig()
                .withInit(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withUlimits(List.of(new Ulimit("core", 0L, 0L)))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS));
    }

    /** @param imageUser the user that an image names, empty when none */
    static boolean isRoot(String imageUser) {
        return ROOT.contains(imageUser.split(":", 2)[0]);
    }

    private static List<String> environment(DynoSpec spec, DynoIdentity dyno) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", "/app");
        environment.putAll(spec.environment());
        environment.put("PORT", Integer.toString(dyno.port()));
        environment.put("DYNO", spec.name());
        environment.put(ShellCommand.INIT_SIGNALS_THE_GROUP, "1");
        return environment.entrySet().stream().map(variable -> variable.getKey() + "=" + variable.getValue()).toList();
    }
}
