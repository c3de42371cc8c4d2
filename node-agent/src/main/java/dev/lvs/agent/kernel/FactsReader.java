package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.IpvsTable.Availability;
import dev.lvs.agent.kernel.IpvsTable.Availability.NoModule;
import dev.lvs.agent.kernel.IpvsTable.Availability.NotPermitted;
import dev.lvs.agent.kernel.IpvsTable.Availability.Usable;
import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.InterfaceAddress;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.netlink.route.Route;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.agent.netlink.route.Rtnetlink;
import dev.lvs.net.AddressFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a node is. */
final class FactsReader {
  private final Exchange route;
  private final Addresses addresses;
  private final Sysctls sysctls;
  private final Features features;

  FactsReader(Exchange route, Addresses addresses, Sysctls sysctls, Features features) {
    this.route = route;
    this.addresses = addresses;
    this.sysctls = sysctls;
    this.features = features;
  }

  /**
   * @param asked the features whose lack is to be told
   */
  NodeFacts read(Availability ipvs, Set<KernelFeature> asked) {
    Links links = Links.read(route);
    List<InterfaceAddress> held = addresses.read();
    Map<AddressFamily, List<Route>> defaults = new EnumMap<>(AddressFamily.class);
    for (AddressFamily family : AddressFamily.values()) {
      defaults.put(family, defaultRoutes(family));
    }
    List<Interface> interfaces = new ArrayList<>();
    for (Link link : links.all()) {
      List<Address> own =
          held.stream()
              .filter(address -> address.interfaceIndex() == link.index())
              .map(address -> new Address(address.address(), address.prefixLength()))
              .toList();
      interfaces.add(
          new Interface(
              link.name(),
              link.speaksArp(),
              own,
              setting("net/ipv4/conf/" + link.name() + "/arp_ignore"),
              setting("net/ipv4/conf/" + link.name() + "/arp_announce"),
              setting("net/ipv6/conf/" + link.name() + "/accept_ra"),
              isAdvertised(link, held, defaults),
              link.mtu()));
    }
    return new NodeFacts(
        sysctls.read("kernel/osrelease").orElse("unknown"),
        version(ipvs),
        features.lacking(asked),
        interfaces,
        defaultDevices(links, defaults));
  }

  private int setting(String path) {
    return sysctls.read(path).map(Integer::parseInt).orElse(0);
  }

  private static boolean isAdvertised(
      Link link, List<InterfaceAddress> held, Map<AddressFamily, List<Route>> defaults) {
    return held.stream()
            .filter(address -> address.interfaceIndex() == link.index())
            .anyMatch(
                address -> address.address().family() == AddressFamily.IPV6 && address.isForATime())
        || defaults.getOrDefault(AddressFamily.IPV6, List.of()).stream()
            .anyMatch(route -> route.interfaceIndex() == link.index() && route.isAdvertised());
  }

  private static Optional<String> version(Availability ipvs) {
    return switch (ipvs) {
      case Usable(var version) -> Optional.of(version.version());
      case NoModule() -> Optional.empty();
      case NotPermitted() -> Optional.empty();
    };
  }

  private static Map<AddressFamily, String> defaultDevices(
      Links links, Map<AddressFamily, List<Route>> defaults) {
    Map<AddressFamily, String> devices = new EnumMap<>(AddressFamily.class);
    defaults.forEach(
        (family, routes) ->
            routes.stream()
                .min(Comparator.comparingLong(Route::metric))
                .flatMap(best -> links.find(best.interfaceIndex()))
                .ifPresent(link -> devices.put(family, link.name())));
    return devices;
  }

  private List<Route> defaultRoutes(AddressFamily family) {
    List<Route> routes = new ArrayList<>();
    Answer answer =
        Dump.answer(
            route,
            RouteRequests.getRoutes(family, Rtnetlink.RT_TABLE_MAIN),
            routes::clear,
            reply -> Route.read(reply).filter(Route::isDefault).ifPresent(routes::add));
    // the kernel makes a table when its first route comes
    boolean noTable =
        answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.ENOENT);
    if (!noTable) {
      Dump.check("the routes", answer);
    }
    return routes;
  }
}
