package dev.slipway.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs what apps lean on: databases and the like. A service is a container that is there until it is removed, with a
 * volume for its data, beside the dynos in their network and kept running by Docker itself, also while the platform is
 * away. Safe for use from any thread; calls for one service wait for each other, except {@code exec}. Keeps no state of
 * its own: Docker's labels tell what there is.
 *
 * <p>Every method throws {@link IllegalStateException} before {@link DynoEngine#start()} and after
 * {@link DynoEngine#close()}, and {@link DynoEngineException} when the container engine fails.
 *
 * @see DynoEngine#services()
 */
public interface ServiceEngine {

    /**
     * Makes a service run as {@code spec} says, and waits until it is healthy: creates it; starts it; or replaces a
     * container that was made from another specification or an older image of the same name, after it had a minute to
     * end by itself. Does nothing to a healthy service that is as it should be. The volume is always kept, with the
     * labels that it was made with.
     *
     * @throws PortTakenException  if one of its ports cannot be published
     * @throws DynoEngineException if it cannot be started, or is not healthy after its boot timeout; then with the last
     *                             lines of its log. Nothing is left of a service of which there was nothing before; an
     *                             existing one is left as it is, for it may yet come up
     * @throws java.util.concurrent.CancellationException if interrupted while waiting, with the same left; the interrupt
     *                                                    stays set
     */
    Service run(ServiceSpec spec);

    /** The service of this name, as it is now; empty when it has no container. */
    Optional<Service> find(String name);

    /** The service of this name, if its container was made from just this specification, whatever became of its image. */
    Optional<Service> find(ServiceSpec spec);

    /** All services that have a container, as they are now, also those that do not run. By name. */
    List<Service> all();

    /** All volumes of services, also those whose containers are gone. By the service's name. */
    List<ServiceVolume> volumes();

    /** Ends a service and removes its container and its volume with all data. Nothing where there is none. */
    void remove(String name);

    /**
     * The last lines that a service wrote, oldest first, stdout and stderr as they came.
     *
     * @param lines how many at most
     * @throws DynoEngineException also if there is no such service
     */
    List<String> tail(String name, int lines);

    /**
     * Runs a command in a running service, as its user and beside its process, and returns when it has ended and all that
     * it wrote was handed on. Input and output of any size are passed on as they are, as fast as both sides are.
     *
     * @param argv        what to run; no shell is between
     * @param environment variables beside those of the service; they are seen in no list of processes
     * @param in          its standard input, to the end; closed by nobody here. It is read on a thread of its own, which a
     *                    command that ends first leaves waiting in {@code read}: close the stream then
     * @param limit       how long it may take
     * @return its exit status, 0 to 255; 128 and a signal's number when one ended it
     * @throws IOException if {@code in} cannot be read, or {@code out} or {@code err} not be written; the command is ended
     * @throws DynoEngineException also if there is no such service, it does not run, or the command took longer than
     *                             {@code limit} and was ended
     * @throws java.util.concurrent.CancellationException if interrupted: the command is ended, with SIGTERM and seconds
     *                                                    later SIGKILL; the interrupt stays set
     */
    int exec(String name, List<String> argv, Map<String, String> environment, InputStream in, OutputStream out,
             OutputStream err, Duration limit) throws IOException;

    /** As the other one, for a command that reads no input. */
    int exec(String name, List<String> argv, Map<String, String> environment, OutputStream out, OutputStream err,
             Duration limit) throws IOException;
}
