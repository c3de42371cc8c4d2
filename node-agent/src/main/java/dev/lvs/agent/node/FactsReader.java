package dev.lvs.agent.node;

import static java.util.stream.Collectors.groupingBy;

import dev.lvs.agent.kernel.address.Addresses;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NoModule;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.NotPermitted;
import dev.lvs.agent.kernel.ipvs.IpvsTable.Availability.Usable;
import dev.lvs.agent.kernel.sysctl.SysctlFiles;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.agent.model.NodeFacts.Shared;
import dev.lvs.agent.model.NodeFacts.Unseen;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the facts of a node. */
public final class FactsReader {
  private final Exchange route;
  private final Addresses addresses;
  private final SysctlFiles sysctls;
  private final Features features;

  public FactsReader(KernelAccess access, Features features) {
    this.route = access.route();
    this.addresses = new Addresses(access);
    this.sysctls = new SysctlFiles(access.proc().resolve("sys"));
    this.features = features;
  }

  /**
   * Reads all facts.
   *
   * @param asked the features whose lack is to be told
   */
  public NodeFacts read(Availability ipvs, Set<KernelFeature> asked) {
    Links links = Links.read(route);
    Map<Integer, List<InterfaceAddress>> held =
        addresses.read().stream().collect(groupingBy(InterfaceAddress::interfaceIndex));
    Routes routes = Routes.read(route);
    List<Interface> interfaces = new ArrayList<>();
    for (Link link : links.all()) {
      List<InterfaceAddress> own = held.getOrDefault(link.index(), List.of());
      interfaces.add(
          new Interface(
              link.name(),
              link.index(),
              link.speaksArp(),
              own.stream().map(FactsReader::address).toList(),
              conf(link.name()),
              isAdvertised(link, own, routes),
              link.mtu()));
    }
    return new NodeFacts(
        sysctls.read("kernel/osrelease").orElse("unknown"),
        version(ipvs),
        features.lacking(asked),
        interfaces,
        new Shared(conf("all"), conf("default")),
        new Routing(routes.defaultDevices(links), routes.nextHops(), routes.links()),
        Unseen.NOTHING);
  }

  private static Address address(InterfaceAddress held) {
    return new Address(held.address(), held.prefixLength(), held.isMarked());
  }

  private Conf conf(String name) {
    return new Conf(
        setting("net/ipv4/conf/" + name + "/arp_ignore"),
        setting("net/ipv4/conf/" + name + "/arp_announce"),
        setting("net/ipv4/conf/" + name + "/rp_filter"),
        setting("net/ipv6/conf/" + name + "/accept_ra"),
        setting("net/ipv6/conf/" + name + "/proxy_ndp") != 0);
  }

  private int setting(String path) {
    return sysctls.read(path).map(Integer::parseInt).orElse(0);
  }

  private static boolean isAdvertised(Link link, List<InterfaceAddress> held, Routes routes) {
    // on a dummy device no router speaks, and VIPs end by themselves
    return held.stream()
            .filter(address -> address.interfaceIndex() == link.index())
            .filter(_ -> !link.kind().equals(DummyDevice.KIND))
            .anyMatch(
                address -> address.address().family() == AddressFamily.IPV6 && address.isForATime())
        || routes.defaults(AddressFamily.IPV6).stream()
            .anyMatch(route -> route.interfaceIndex() == link.index() && route.isAdvertised());
  }

  private static Optional<String> version(Availability ipvs) {
    return switch (ipvs) {
      case Usable(var version) -> Optional.of(version.version());
      case NoModule() -> Optional.empty();
      case NotPermitted() -> Optional.empty();
    };
  }
}
