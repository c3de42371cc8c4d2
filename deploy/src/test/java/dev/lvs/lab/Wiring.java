package dev.lvs.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Translates a topology to lines for {@code ip -batch} that create the namespaces, connect them by
 * bridges in a namespace {@code switch}, and give each machine its addresses and routes. Pure.
 */
final class Wiring {

  static final String SWITCH = "switch";

  private final Topology topology;

  Wiring(Topology topology) {
    this.topology = topology;
  }

  List<String> namespaces() {
    List<String> lines = new ArrayList<>(List.of("netns add " + SWITCH));
    topology.machines().forEach(machine -> lines.add("netns add " + machine.name()));
    return lines;
  }

  List<String> removal() {
    return namespaces().stream().map(line -> line.replace("netns add", "netns del")).toList();
  }

  /** In the namespace of the switch: a bridge per network, and a cable to each interface on it. */
  List<String> cables() {
    List<String> networks = networks();
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < networks.size(); n++) {
      lines.add("link add br%d type bridge mcast_snooping 0".formatted(n));
      lines.add("link set br%d up".formatted(n));
    }
    int port = 0;
    for (Machine machine : topology.machines()) {
      for (int e = 0; e < machine.networks().size(); e++) {
        String network = machine.networks().get(e);
        lines.add(
            "link add p%d type veth peer name e%d address %s netns %s"
                .formatted(port, e, hardwareAddress(machine, e), machine.name()));
        lines.add("link set p%d master br%d up".formatted(port, networks.indexOf(network)));
        port++;
      }
    }
    return lines;
  }

  /** In the namespace of the switch: one cable more. */
  List<String> cable(String machine, String device, String network, String hardwareAddress) {
    String port = "p-" + hardwareAddress.substring(hardwareAddress.length() - 5).replace(":", "");
    return List.of(
        "link add %s type veth peer name %s address %s netns %s"
            .formatted(port, device, hardwareAddress, machine),
        "link set %s master br%d up".formatted(port, networks().indexOf(network)));
  }

  private List<String> networks() {
    return topology.machines().stream().flatMap(m -> m.networks().stream()).distinct().toList();
  }

  /** The number of the switch's port that an interface of a machine is plugged into. */
  int port(String machine, int e) {
    int port = e;
    for (Machine other : topology.machines()) {
      if (other.name().equals(machine)) {
        return port;
      }
      port += other.networks().size();
    }
    throw new IllegalArgumentException("no machine is called " + machine);
  }

  /** In the namespace of a machine. */
  static List<String> setUp(Machine machine) {
    List<String> lines = new ArrayList<>(List.of("link set lo up"));
    Set<Integer> withSource = new HashSet<>();
    for (String address : machine.addresses()) {
      int e = machine.interfaceOf(address);
      if (!Machine.isIpv6(address)) {
        lines.add("addr add %s/24 dev e%d".formatted(address, e));
      } else if (withSource.add(e)) {
        lines.add("addr add %s/64 dev e%d".formatted(address, e));
      } else {
        // among several the kernel would choose the one most like the target for the source
        lines.add("addr add %s/64 dev e%d preferred_lft 0".formatted(address, e));
      }
    }
    for (int e = 0; e < machine.networks().size(); e++) {
      lines.add("link set e%d up".formatted(e));
    }
    machine.gateway().ifPresent(router -> lines.add("route add default via " + router));
    machine
        .gateway()
        .filter(_ -> machine.isDualStack())
        .map(Machine::counterpart)
        .ifPresent(router -> lines.add("route add default via " + router));
    return lines;
  }

  /** Locally administered, and telling: the first address of the interface in hexadecimal. */
  static String hardwareAddress(Machine machine, int e) {
    String network = machine.networks().get(e);
    String first =
        machine.addresses().stream()
            .filter(address -> !Machine.isIpv6(address))
            .filter(address -> Machine.network(address).equals(network))
            .findFirst()
            .orElseThrow();
    StringBuilder text = new StringBuilder("02:00");
    for (String part : first.split("\\.", -1)) {
      text.append(":%02x".formatted(Integer.parseInt(part)));
    }
    return text.toString();
  }
}
