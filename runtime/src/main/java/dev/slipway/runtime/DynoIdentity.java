package dev.slipway.runtime;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What of a dyno never changes. Kept in its container's labels, from which it is read again after a restart of the
 * platform.
 *
 * @param host    its address in the dynos' network, dotted IPv4
 * @param port    the value of its {@code PORT}
 * @param listens whether it must accept connections on {@code port} to be up
 * @param kind    what it is there for
 * @param limit   how long a one-off may run, in whole seconds; zero for a dyno of a formation
 */
record DynoIdentity(String id, String app, String appName, int release, String type, int number, String command,
                    String host, int port, boolean listens, Kind kind, Duration limit) {

    /** What a dyno is there for; the names are labels' values. */
    enum Kind {
        /** One of its app's formation: kept running. */
        FORMATION,
        /** A one-off with a client, which ends with it. */
        ATTACHED,
        /** A one-off that nobody waits for. */
        DETACHED
    }

    static final String OWNER = "slipway.owner";
    static final String DYNO = "slipway.dyno";
    static final String ADDRESS = "slipway.address";

    static DynoIdentity of(DynoSpec spec, String id, String host, int port) {
        return new DynoIdentity(id, spec.app(), spec.appName(), spec.release(), spec.type(), spec.number(),
                spec.command(), host, port, spec.listens(), Kind.FORMATION, Duration.ZERO);
    }

    static DynoIdentity of(OneOffSpec spec, Kind kind, String host, int port) {
        DynoSpec dyno = spec.dyno();
        return new DynoIdentity(spec.id(), dyno.app(), dyno.appName(), dyno.release(), dyno.type(), dyno.number(),
                dyno.command(), host, port, false, kind, spec.timeLimit());
    }

    /** @throws IllegalArgumentException if a label is missing or no number where one is due */
    static DynoIdentity fromLabels(Map<String, String> labels) {
        return new DynoIdentity(label(labels, DYNO), label(labels, "slipway.app"), label(labels, "slipway.app-name"),
                Integer.parseInt(label(labels, "slipway.release")), label(labels, "slipway.type"),
                Integer.parseInt(label(labels, "slipway.number")), label(labels, "slipway.command"),
                label(labels, ADDRESS), Integer.parseInt(label(labels, "slipway.port")),
                Boolean.parseBoolean(label(labels, "slipway.listens")),
                Kind.valueOf(labels.getOrDefault("slipway.kind", Kind.FORMATION.name())),
                Duration.ofSeconds(Long.parseLong(labels.getOrDefault("slipway.limit", "0"))));
    }

    private static String label(Map<String, String> labels, String name) {
        String value = labels.get(name);
        if (value == null) {
            throw new IllegalArgumentException("label " + name + " is missing");
        }
        return value;
    }

    Map<String, String> labels(String owner) {
        return Map.ofEntries(Map.entry(OWNER, owner), Map.entry(DYNO, id), Map.entry("slipway.app", app),
                Map.entry("slipway.app-name", appName), Map.entry("slipway.release", Integer.toString(release)),
                Map.entry("slipway.type", type), Map.entry("slipway.number", Integer.toString(number)),
                Map.entry("slipway.command", command), Map.entry(ADDRESS, host),
                Map.entry("slipway.port", Integer.toString(port)),
                Map.entry("slipway.listens", Boolean.toString(listens)), Map.entry("slipway.kind", kind.name()),
                Map.entry("slipway.limit", Long.toString(limit.toSeconds())));
    }

    /** Its container's name, which is unique: Docker takes it wherever it takes a container id. */
    String container() {
        return "slipway-" + appName + "-" + type + "." + number + "-v" + release + "-" + id.substring(0, 8);
    }

    /** Where it must listen. */
    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }

    Dyno in(DynoState state, Instant since) {
        return new Dyno(id, app, release, type, number, command, state, since,
                listens ? Optional.of(socket()) : Optional.empty(), kind != Kind.FORMATION);
    }
}
