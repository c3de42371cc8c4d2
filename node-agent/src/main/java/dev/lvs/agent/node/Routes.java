package dev.lvs.agent.node;

import dev.lvs.agent.netlink.Answer;
import dev.lvs.agent.netlink.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.route.Links;
import dev.lvs.agent.netlink.route.Route;
import dev.lvs.agent.netlink.route.RouteRequests;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Summary of the routes of every table at one moment, of which there may be a million. */
public final class Routes {
  private final Map<AddressFamily, List<Route>> defaults = new EnumMap<>(AddressFamily.class);
  private final Set<IpAddress> nextHops = new HashSet<>();
  private final Set<AddressRange> links = new HashSet<>();

  private Routes() {}

  public static Routes read(Exchange exchange) {
    Routes routes = new Routes();
    for (AddressFamily family : AddressFamily.values()) {
      routes.read(exchange, family);
    }
    return routes;
  }

  private void read(Exchange exchange, AddressFamily family) {
    List<Route> found = new ArrayList<>();
    Set<IpAddress> gateways = new HashSet<>();
    Set<AddressRange> near = new HashSet<>();
    Answer answer =
        Dump.answer(
            exchange,
            RouteRequests.getUnicastRoutes(family),
            () -> {
              found.clear();
              gateways.clear();
              near.clear();
            },
            reply ->
                Route.read(reply)
                    .filter(Route::isUnicast)
                    .ifPresent(
                        route -> {
                          gateways.addAll(route.gateways());
                          if (route.gateways().isEmpty()) {
                            near.add(
                                AddressRange.network(route.destination(), route.prefixLength()));
                          }
                          if (route.isDefault()) {
                            found.add(route);
                          }
                        }));
    // a kernel without a family, or with no route at all
    boolean none = answer instanceof Answer.Refused(var errno, var _) && errno.equals(Errno.ENOENT);
    if (!none) {
      Dump.check("the routes", answer);
    }
    defaults.put(family, found);
    nextHops.addAll(gateways);
    links.addAll(near);
  }

  /** The default routes of the main table. */
  public List<Route> defaults(AddressFamily family) {
    return defaults.getOrDefault(family, List.of());
  }

  /** The interface of the best default route of each family. */
  public Map<AddressFamily, String> defaultDevices(Links links) {
    Map<AddressFamily, String> devices = new EnumMap<>(AddressFamily.class);
    defaults.forEach(
        (family, routes) ->
            routes.stream()
                .min(Comparator.comparingLong(Route::metric))
                .flatMap(best -> links.find(best.interfaceIndex()))
                .ifPresent(link -> devices.put(family, link.name())));
    return devices;
  }

  /** Returns what routes lead to without a gateway. */
  public Set<AddressRange> links() {
    return Set.copyOf(links);
  }

  /** The gateways of every route. */
  public Set<IpAddress> nextHops() {
    return Set.copyOf(nextHops);
  }
}
