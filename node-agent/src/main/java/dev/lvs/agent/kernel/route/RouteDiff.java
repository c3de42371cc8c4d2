package dev.lvs.agent.kernel.route;

import dev.lvs.agent.kernel.route.RouteChange.AddRoute;
import dev.lvs.agent.kernel.route.RouteChange.DeleteRoute;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Steps;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Diff of host routes, for real servers whose forwarding method changes to DR or from it.
 *
 * <p>Connections keep the method they began with, while new ones take the new one, and the kernel
 * caches one route for all connections of a destination ({@code __ip_vs_get_out_rt},
 * net/netfilter/ipvs/ip_vs_xmit.c). Only DR asks for it with the real server as the next hop. Where
 * a connection by another method was the first to ask, the route has none, and packets by DR are
 * sent to whoever answers ARP for the VIP: nobody. That lasts until the cached route is dropped,
 * and then the next packet of an old connection may bring it back. A host route with the real
 * server itself as gateway has the next hop for every lookup, so it is added before the method
 * changes, and stays as long as the real server does.
 */
public final class RouteDiff {
  private final Set<IpAddress> wanted = new TreeSet<>();
  private final Set<IpAddress> present;
  private final Set<IpAddress> owned;

  public RouteDiff(KernelState desired, KernelState observed, Ownership owned) {
    this.present = observed.routes();
    this.owned = owned.routes();
    for (VirtualServer server : desired.services().values()) {
      VirtualServer before = observed.services().get(server.key());
      boolean changes = before != null && !server.destinations().equals(before.destinations());
      if (changes || !this.owned.isEmpty()) {
        want(server, before == null ? Map.of() : before.destinations());
      }
    }
  }

  private void want(VirtualServer server, Map<DestinationKey, DestinationSettings> before) {
    server
        .destinations()
        .forEach(
            (key, settings) -> {
              DestinationSettings former = before.getOrDefault(key, settings);
              if (owned.contains(key.address())
                  || changesTheHop(former.method(), settings.method())) {
                wanted.add(key.address());
              }
            });
  }

  private static boolean changesTheHop(ForwardingMethod former, ForwardingMethod next) {
    return (isDirect(former) && isRouted(next)) || (isRouted(former) && isDirect(next));
  }

  private static boolean isDirect(ForwardingMethod method) {
    return method instanceof ForwardingMethod.DirectRouting;
  }

  /** Returns whether packets take the route without asking for the real server as the next hop. */
  private static boolean isRouted(ForwardingMethod method) {
    return method instanceof ForwardingMethod.Masquerade
        || method instanceof ForwardingMethod.Tunnel;
  }

  public void add(Steps steps) {
    wanted.stream()
        .filter(host -> !present.contains(host))
        .forEach(host -> steps.add(new AddRoute(host)));
  }

  public void delete(Steps steps) {
    new TreeSet<>(owned)
        .stream()
            .filter(host -> !wanted.contains(host))
            .forEach(host -> steps.add(new DeleteRoute(host)));
  }
}
