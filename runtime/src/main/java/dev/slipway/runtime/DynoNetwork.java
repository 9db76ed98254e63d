package dev.slipway.runtime;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetworkSettings;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bridge network of all dynos: the host reaches every dyno, no dyno reaches another. */
final class DynoNetwork {
    private static final String DRIVER = "bridge";
    private static final Map<String, String> ISOLATED = Map.of("com.docker.network.bridge.enable_icc", "false");

    private final ContainerApi containers;
    private final String name;
    private final Subnet subnet;
    private final String gateway;
    private final String owner;

    DynoNetwork(ContainerApi containers, RuntimeSettings settings) {
        this.containers = containers;
        this.name = settings.network();
        this.subnet = Subnet.parse(settings.subnet());
        this.gateway = settings.gateway();
        this.owner = settings.owner();
    }

    /**
     * Creates the network where it is missing.
     *
     * @return its addresses, without those that are in use
     * @throws DynoEngineException if a network of this name exists that is made otherwise
     */
    AddressPool open() {
        List<Network> found = find();
        if (found.isEmpty()) {
            createOrExplain();
            found = find();
        }
        Network network = found.getFirst();
        check(network);
        AddressPool addresses = new AddressPool(subnet);
        ipam(network).stream().map(Network.Ipam.Config::getGateway).filter(Objects::nonNull).forEach(addresses::reserve);
        containers.listIn(name).stream().map(this::address).filter(Objects::nonNull).forEach(addresses::reserve);
        return addresses;
    }

    /** Creates the network if somebody removed it meanwhile; its addresses stay as they were given out. */
    synchronized void makeAgain() {
        if (find().isEmpty()) {
            createOrExplain();
        }
    }

    /** The address of {@code container}; a dyno that does not run has none, but its label tells with which it comes back. */
    private @Nullable String address(Container container) {
        String fixed = container.getLabels().get(DynoIdentity.ADDRESS);
        if (fixed != null) {
            return fixed;
        }
        ContainerNetworkSettings settings = container.getNetworkSettings();
        ContainerNetwork network = settings == null ? null : settings.getNetworks().get(name);
        return network == null ? null : network.getIpAddress();
    }

    private List<Network> find() {
        return containers.call("find", "network " + name, () -> containers.client().listNetworksCmd()
                .withNameFilter(name).exec().stream().filter(network -> network.getName().equals(name)).toList());
    }

    private void createOrExplain() {
        try {
            create();
        } catch (DynoEngineException e) {
            // Docker says "Pool overlaps with other one on this address space" and no more.
            if (String.valueOf(e.getMessage()).contains("overlaps")) {
                throw new DynoEngineException("create", "network " + name, "another network of this machine has addresses "
                        + "of " + subnet + "; set another subnet (SLIPWAY_DYNO_SUBNET), or remove that network "
                        + "(docker network ls lists them)", e);
            }
            throw e;
        }
    }

    private void create() {
        containers.call("create", "network " + name, () -> {
            try {
                return containers.client().createNetworkCmd().withName(name).withDriver(DRIVER).withCheckDuplicate(true)
                        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config()
                                .withSubnet(subnet.toString()).withGateway(gateway)))
                        .withOptions(ISOLATED).withLabels(Map.of(DynoIdentity.OWNER, owner)).exec();
            } catch (ConflictException e) {
                return null; // another process was faster; whether it made the same network is checked next
            }
        });
    }

    private void check(Network network) {
        List<String> subnets = ipam(network).stream().map(Network.Ipam.Config::getSubnet).toList();
        List<String> gateways = ipam(network).stream().map(Network.Ipam.Config::getGateway).filter(Objects::nonNull).toList();
        if (!DRIVER.equals(network.getDriver()) || !subnets.equals(List.of(subnet.toString()))
                || !List.of(gateway).containsAll(gateways)
                || !network.getOptions().entrySet().containsAll(ISOLATED.entrySet())) {
            throw new DynoEngineException("use", "network " + name, "it exists with driver " + network.getDriver()
                    + ", subnets " + subnets + ", gateways " + gateways + " and options " + network.getOptions()
                    + ", but dynos need driver " + DRIVER + ", subnet " + subnet + ", gateway " + gateway + " and options "
                    + ISOLATED + "; remove it (docker network rm " + name + ") once nothing uses it, or set another network "
                    + "and subnet", null);
        }
    }

    private static List<Network.Ipam.Config> ipam(Network network) {
        return Objects.requireNonNullElse(network.getIpam().getConfig(), List.of());
    }
}
