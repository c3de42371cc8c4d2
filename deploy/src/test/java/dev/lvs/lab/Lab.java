package dev.lvs.lab;

import dev.lvs.lab.traffic.Client;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A topology that runs. Every lab is fresh: its namespaces are made here and gone after {@link
 * #close}. One at a time in a kernel, because namespaces are named after the machines.
 */
public final class Lab implements AutoCloseable {

  private final Topology topology;
  private final Map<String, Host> hosts = new LinkedHashMap<>();

  private Lab(Topology topology) {
    this.topology = topology;
  }

  /** Makes the namespaces, connects them, and starts the servers. */
  public static Lab of(Topology topology) {
    Lab lab = new Lab(topology);
    Wiring wiring = new Wiring(topology);
    LabCommand.ip(List.of(), wiring.namespaces());
    try {
      LabCommand.ip(List.of("-n", Wiring.SWITCH), wiring.cables());
      topology.machines().forEach(machine -> lab.hosts.put(machine.name(), new Host(machine)));
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  public Host host(String name) {
    return Optional.ofNullable(hosts.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no machine is called " + name));
  }

  public Host director() {
    return host(Topology.DIRECTOR);
  }

  /** Returns who asks: the machine called client, from its first address. */
  public Client client() {
    Host host = host(Topology.CLIENT);
    return new Client(host::inside);
  }

  /**
   * Plugs one more cable into a machine, which leads to the switch of a network it may be in
   * already. Its interface is down and has no address.
   *
   * @param network the first three bytes, e.g. {@code 10.1.210}
   */
  public void plug(String machine, String device, String network, String hardwareAddress) {
    LabCommand.ip(
        List.of("-n", Wiring.SWITCH),
        new Wiring(topology).cable(machine, device, network, hardwareAddress));
  }

  /** Lets time go by. */
  public static void pass(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes the carrier from an interface of a machine, or gives it back. */
  public void carrier(String machine, int e, boolean there) {
    int port = new Wiring(topology).port(machine, e);
    LabCommand.ip(
        List.of("-n", Wiring.SWITCH),
        List.of("link set p%d %s".formatted(port, there ? "up" : "down")));
  }

  /**
   * The machine that another one sends to when it sends to an address: the owner of the hardware
   * address in its neighbour table.
   *
   * @return empty where the table has no such entry
   */
  public Optional<String> neighbour(String asking, String address) {
    List<String> words =
        List.of(host(asking).run("ip", "neigh", "show", "to", address).split("\\s+", -1));
    int at = words.indexOf("lladdr");
    return at < 0 ? Optional.empty() : owner(words.get(at + 1));
  }

  /** The machine that has a hardware address, in small letters. */
  public Optional<String> owner(String hardwareAddress) {
    return topology.machines().stream()
        .filter(
            machine -> {
              for (int e = 0; e < machine.networks().size(); e++) {
                if (Wiring.hardwareAddress(machine, e).equals(hardwareAddress)) {
                  return true;
                }
              }
              return false;
            })
        .map(Machine::name)
        .findFirst();
  }

  @Override
  public void close() {
    hosts.values().forEach(Host::close);
    LabCommand.ip(List.of("-force"), new Wiring(topology).removal());
  }
}
